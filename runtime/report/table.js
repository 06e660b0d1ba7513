// The rows of a map, sorted by any column; each stack can be unfolded.

const ROWS_FIRST = 50;

// Of what some rows have besides: its name, and how a cell shows it.
const detailsOf = (map) => [
	["error", "± (95 %)", (row) => inUnit("bytes", row.error)],
	["sampled", "sampled", (row) => exact(row.sampled)],
	["oldest_ns", "oldest", (row) => inUnit("duration", row.oldest_ns)],
	["count", "count", (row) => exact(row.count)],
	["average", "average", (row) => inUnit(map.unit, row.average)],
];

function valueColumns(map) {
	if (map.kind === "value" && map.rows.some((row) => "text" in row)) {
		return [{ name: "value", text: (row) => row.text ?? "", by: (row) => row.text ?? "" }];
	}
	const values = measuresOf(map).map(({ name, unit, at }) => ({
		name, unit, number: true, main: true, text: (row) => inUnit(unit, row.values[at]), full: (row) => exact(row.values[at]), by: (row) => toNumber(row.values[at]),
	}));
	const details = detailsOf(map).filter(([key]) => map.rows.some((row) => key in row)).map(([key, name, text]) => ({
		name, number: true, text: (row) => (key in row ? text(row) : ""), by: (row) => toNumber(row[key] ?? 0),
	}));

	return [...values, ...details];
}

// name, what a cell shows, what it is sorted by; `number`: to the right, the largest first. Stacks take the room that is left.
function columnsOf(map) {
	const keys = map.columns.map(({ name, is_number }, i) => ({
		name, number: is_number, text: (row) => row.key[i] ?? "", by: (row) => (is_number ? toNumber(row.key[i]) : row.key[i] ?? ""),
	}));
	const stack = { name: "stack", stack: true, by: (row) => nameOf({ ...row, key: [] }, 8) };

	return [...valueColumns(map), ...keys, ...(map.rows.some((row) => row.stack) ? [stack] : [])];
}

const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));

function stackCell(row) {
	const list = element("ol", { class: "stack", hidden: true }, ...[...(row.stack ?? [])].reverse().map(frameOf).map((frame) =>
		element("li", {}, element("code", {}, frame.name), frame.inlined ? element("span", { class: "dim" }, " inlined") : null,
			element("span", { class: "dim" }, ` ${placeOf(frame)}`))));
	const frames = (row.stack ?? []).map((index) => frameOf(index).name).reverse();
	const callers = frames.slice(1, 5).map((name) => ` ← ${name}`).join("");
	const button = element("button", {
		type: "button", class: "unfold", "aria-expanded": "false",
		onclick: () => {
			list.hidden = !list.hidden;
			button.setAttribute("aria-expanded", String(!list.hidden));
		},
	}, element("code", {}, frames[0] ?? ""), element("span", { class: "dim" }, callers));

	return element("td", { class: "has-stack" }, button, list);
}

function makeTable(map, onRow) {
	const columns = columnsOf(map);
	const whole = measuresOf(map).map(({ at }) => totalOf(map, at));
	const main = columns.findIndex((column) => column.main);
	let sorted = main >= 0 ? main : 0;
	let down = main >= 0;
	let shown = ROWS_FIRST;

	const head = element("tr");
	const body = element("tbody");
	const more = element("button", { type: "button", class: "more" });
	const note = element("p", { class: "dim" });
	const table = element("table", {}, element("caption", { class: "unseen" }, `Rows of ${map.name}`), element("thead", {}, head), body);
	const section = element("section", {}, element("h2", {}, "Table"), element("div", { class: "scroll" }, table), more, note);

	function cell(column, row) {
		if (column.stack) return stackCell(row);
		const made = element("td", { class: column.number ? "number" : "text", title: column.unit ? column.full(row) : null }, column.text(row));

		if (column.main && column === columns[main] && addsUp(map)) {
			const bar = element("span", { class: "share", "aria-hidden": "true" });
			bar.style.width = `${whole[0] > 0 ? Math.max(0, (100 * column.by(row)) / whole[0]) : 0}%`;
			made.prepend(bar);
		}
		return made;
	}

	function line(row) {
		const made = element("tr", {}, ...columns.map((column) => cell(column, row)));

		if (!onRow) return made;
		made.append(element("td", {}, element("button", {
			type: "button", class: "choose", "aria-pressed": "false",
			onclick: (event) => {
				const was = event.currentTarget.getAttribute("aria-pressed") === "true";
				for (const button of body.querySelectorAll(".choose")) button.setAttribute("aria-pressed", "false");
				event.currentTarget.setAttribute("aria-pressed", String(!was));
				onRow(was ? null : row);
			},
		}, "histogram")));
		return made;
	}

	function draw() {
		const rows = [...map.rows].sort((a, b) => (down ? -1 : 1) * compare(columns[sorted].by(a), columns[sorted].by(b)));

		head.replaceChildren(...columns.map((column, i) => element("th", { scope: "col", class: column.number ? "number" : "text", "aria-sort": i === sorted ? (down ? "descending" : "ascending") : "none" },
			element("button", {
				type: "button",
				onclick: () => {
					down = i === sorted ? !down : Boolean(column.number);
					sorted = i;
					draw();
					head.children[i].querySelector("button").focus();
				},
			}, column.name))), ...(onRow ? [element("th", {}, element("span", { class: "unseen" }, "Histogram"))] : []));
		body.replaceChildren(...rows.slice(0, shown).map(line));
		more.hidden = rows.length <= shown;
		more.textContent = `Show all ${plural(rows.length, "row")}`;
	}

	more.addEventListener("click", () => {
		shown = Infinity;
		draw();
	});
	note.textContent = map.others ? `The ${plural(map.others, "smallest key")}, which come to ${inUnit(measuresOf(map)[0].unit, map.others_values[measuresOf(map)[0].at])}, have no rows of their own.` : "";
	note.hidden = !map.others;
	draw();
	return { section };
}
