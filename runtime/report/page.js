// The page: what the run was, a tab for each map, and what was lost.

// ---- the head ----

const scriptName = baseName(data.program).replace(/\.mt$/, "");
const title = scriptName === "-e" ? "One-liner" : scriptName;

function targetText({ command, pid, name, follows }) {
	const children = follows ? " and its children" : "";

	if (command !== undefined) return `${command}${children}`;
	if (pid) return `process ${pid}${name ? ` (${name})` : ""}${children}`;
	return "everything on this machine";
}

// 2026-11-26T07:31:12+0000 -> 2026-11-26 07:31:12 UTC+0000
const startText = (text) => text.replace("T", " ").replace(/([+-]\d{4})$/, " UTC$1");

function drawHead() {
	const { machine } = data;
	const losses = data.losses.filter(({ count }) => toNumber(count) > 0);
	const notice = document.getElementById("notice");
	const facts = [
		["Ran", inUnit("duration", data.duration_ns)], ["Started", startText(data.started)], ["Machine", machine.host],
		["Kernel", `Linux ${machine.kernel}, ${machine.architecture}`], ["CPUs, memory", `${machine.cpus}, ${inUnit("bytes", machine.memory ?? 0)}`],
		["Probes", exact(data.probes)],
	];

	document.title = `${title}: ${targetText(data.target)} - memtap`;
	document.getElementById("title").textContent = title;
	document.getElementById("target").textContent = targetText(data.target);
	document.getElementById("facts").replaceChildren(...facts.map(([name, text]) => element("div", {}, element("dt", {}, name), element("dd", {}, text))));
	notice.classList.toggle("bad", losses.length > 0);
	notice.replaceChildren(losses.length
		? element("a", { href: "#losses" }, `Not everything was seen: ${losses.map(({ count, text }) => `${exact(count)} ${text.replace(/:.*/, "")}`).join(", ")}.`)
		: "Nothing was lost.");
	document.getElementById("footer").textContent = `memtap ${data.memtap}`;
}

// ---- light and dark ----

const SCHEMES = ["auto", "light", "dark"];

function setScheme(scheme) {
	const button = document.getElementById("scheme");

	if (scheme === "auto") delete document.documentElement.dataset.scheme;
	else document.documentElement.dataset.scheme = scheme;
	button.textContent = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" }[scheme];
	button.setAttribute("aria-label", `Colours: ${scheme}; press for ${SCHEMES[(SCHEMES.indexOf(scheme) + 1) % 3]}`);
	button.dataset.scheme = scheme;
	try {
		localStorage.setItem("memtap-scheme", scheme);
	} catch {
		// A page from a file may have no storage: then the choice is for this time.
	}
}

function storedScheme() {
	try {
		return localStorage.getItem("memtap-scheme");
	} catch {
		return null;
	}
}

// ---- a map ----

function measureSwitch(map, onChange) {
	const measures = measuresOf(map);

	if (measures.length < 2) return null;
	const buttons = measures.map((measure) => element("button", {
		type: "button", "aria-pressed": String(measure === measures[0]),
		onclick: () => {
			for (const [i, button] of buttons.entries()) button.setAttribute("aria-pressed", String(measures[i] === measure));
			onChange(measure);
		},
	}, measure.name));
	return element("div", { class: "switch", role: "group", "aria-label": "By bytes or by objects" }, ...buttons);
}

function tilesOf(map) {
	const tiles = addsUp(map) ? measuresOf(map).map(({ name, unit, at }) => {
		const total = totalOf(map, at);
		return [inUnit(unit, Math.round(total)), unit ? KINDS[map.kind] : name, unit && Math.abs(total) >= 1024 ? `${exact(Math.round(total))} in full` : null];
	}) : [];

	if (!isScalar(map)) tiles.push([exact(map.rows.length + (map.others ?? 0)), `${map.columns.length ? "key" : "stack"}${map.rows.length === 1 ? "" : "s"}`]);
	if (map.chart) {
		const peak = Math.max(...map.chart.sums[0].map(toNumber));
		const measure = measuresOf(map).find(({ at }) => at === 0);
		if (map.kind === "hold") tiles.push([inUnit(measure.unit, peak), "the most at once"]);
	}
	return element("div", { class: "tiles" }, ...tiles.map(([figure, name, full]) =>
		element("div", { class: "tile", title: full }, element("span", { class: "figure" }, figure), element("span", { class: "dim" }, name))));
}

let searchBox = null; // of the map that is shown: where '/' goes

function drawMap(map) {
	const main = document.getElementById("map");
	const parts = [];
	const histogram = map.kind === "hist" ? makeHistogram(map) : null;
	const chart = map.chart?.times.length > 1 ? makeTimeChart(map) : null;
	const hasFlame = map.has_stack || (!data.maps.some(({ has_stack }) => has_stack) && map.columns.length > 0);
	const flame = hasFlame && totalOf(map, 0) > 0 ? makeFlameGraph(map) : null;
	const table = isScalar(map) ? null : makeTable(map, histogram && map.rows.length > 1 ? (row) => histogram.show(row) : null);
	const changes = [chart, flame].filter(Boolean);

	searchBox = flame?.search ?? null;
	parts.push(element("div", { class: "map-head" }, tilesOf(map), measureSwitch(map, (measure) => changes.forEach((part) => part.setMeasure(measure)))));
	for (const part of [chart, flame, histogram, table]) if (part) parts.push(part.section);
	main.replaceChildren(...parts);
}

// Numbers without a key are one table.
function drawValues(maps) {
	const rows = maps.flatMap((map) => map.rows.map((row) => [map, row]));
	const body = element("tbody", {}, ...rows.map(([map, row]) => element("tr", {}, element("th", { scope: "row", class: "text" }, element("code", {}, map.name)),
		element("td", { class: "number" }, scalarText(map, row)))));

	document.getElementById("map").replaceChildren(element("section", {}, element("h2", {}, "Values"), element("div", { class: "scroll" }, element("table", { class: "narrow" }, body))));
	searchBox = null;
}

function scalarText(map, row) {
	if ("text" in row) return row.text;
	const value = row.values.map((number, i) => `${inUnit(i ? "" : map.unit, number)}${map.kind === "hold" ? [" ", " objects"][i] : ""}`).join(" in ");

	return "average" in row ? `${value} in ${exact(row.count)}, ${inUnit(map.unit, row.average)} on average` : value;
}

// ---- tabs ----

function tabs() {
	const single = data.maps.filter((map) => isScalar(map) && map.kind !== "hist");
	const others = data.maps.filter((map) => !single.includes(map));
	const rank = (map) => (map.kind === "hold" ? 0 : map.has_stack ? 1 : 2);
	const list = others.sort((a, b) => rank(a) - rank(b)).map((map) => ({ name: map.name, kind: KINDS[map.kind], draw: () => drawMap(map) }));

	if (single.length) list.push({ name: "values", kind: "numbers without a key", draw: () => drawValues(single) });
	return list;
}

function drawTabs() {
	const nav = document.getElementById("maps");
	const list = tabs();
	const buttons = list.map(({ name, kind }, i) => element("button", { type: "button", role: "tab", id: `tab-${i}`, "aria-controls": "map", onclick: () => choose(i) },
		element("code", {}, name), element("span", { class: "dim" }, kind)));

	function choose(to) {
		for (const [i, button] of buttons.entries()) {
			button.setAttribute("aria-selected", String(i === to));
			button.tabIndex = i === to ? 0 : -1;
		}
		document.getElementById("map").setAttribute("aria-labelledby", `tab-${to}`);
		list[to].draw();
	}

	nav.replaceChildren(...buttons);
	nav.addEventListener("keydown", (event) => {
		const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		const to = by && (buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length;

		if (by === undefined) return;
		choose(to);
		buttons[to].focus();
		event.preventDefault();
	});
	if (list.length) choose(0);
	else document.getElementById("map").replaceChildren(element("p", { class: "notice" }, "No map held anything, or none was printed: there is nothing to show."));
}

// ---- losses ----

function drawLosses() {
	const rows = data.losses.map((loss) => ({ ...loss, bad: toNumber(loss.count) > 0 })).sort((a, b) => b.bad - a.bad);
	const bad = rows.filter((row) => row.bad);
	const table = element("table", {}, element("thead", {}, element("tr", {}, element("th", { class: "number" }, "count"), element("th", { class: "text" }, "what"))),
		element("tbody", {}, ...rows.map((row) => element("tr", { class: row.bad ? "bad" : "" }, element("td", { class: "number" }, exact(row.count)),
			element("td", { class: "text" }, row.text, row.bad && row.advice ? element("span", { class: "dim" }, ` (${row.advice})`) : null)))));

	document.getElementById("losses").replaceChildren(element("h2", { id: "losses-title" }, "What was lost"),
		element("details", { open: bad.length > 0 }, element("summary", {}, bad.length ? plural(bad.length, "kind") : "Nothing, of all that is counted"),
			element("div", { class: "scroll" }, table)));
}

// ---- begin ----

document.getElementById("scheme").addEventListener("click", (event) => {
	setScheme(SCHEMES[(SCHEMES.indexOf(event.currentTarget.dataset.scheme) + 1) % SCHEMES.length]);
});
document.addEventListener("keydown", (event) => {
	if (event.key !== "/" || event.target instanceof HTMLInputElement || !searchBox) return;
	searchBox.focus();
	event.preventDefault();
});
setScheme(SCHEMES.includes(storedScheme()) ? storedScheme() : "auto");
drawHead();
drawTabs();
drawLosses();
