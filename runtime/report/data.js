// The data of the page, and numbers as people read them.

const data = JSON.parse(document.getElementById("data").textContent);

// What a number of JavaScript would round is text.
const toNumber = (value) => Number(value);

const exact = (value) => BigInt(value).toLocaleString("en");

const STEPS = {
	bytes: [[1, "B"], [2 ** 10, "KiB"], [2 ** 20, "MiB"], [2 ** 30, "GiB"], [2 ** 40, "TiB"], [2 ** 50, "PiB"], [2 ** 60, "EiB"]],
	duration: [[1, "ns"], [1e3, "µs"], [1e6, "ms"], [1e9, "s"], [60e9, "min"], [3600e9, "h"], [86400e9, "d"]],
};

// As memtap prints it: exact in the smallest unit, else rounded to a tenth.
function inUnit(unit, value) {
	const steps = STEPS[unit];

	if (!steps) return exact(value);
	const number = toNumber(value);
	let at = steps.length - 1;
	while (at > 0 && Math.abs(number) < steps[at][0]) at--;
	if (at === 0) return `${exact(value)} ${steps[0][1]}`;
	const text = (number / steps[at][0]).toFixed(1);
	if (at + 1 < steps.length && Math.abs(Number(text)) * steps[at][0] >= steps[at + 1][0]) return `1.0 ${steps[at + 1][1]}`;
	return `${text} ${steps[at][1]}`;
}

// On an axis, whose steps are round: without decimals that are zero.
function onAxis(unit, value) {
	const steps = STEPS[unit];

	if (!steps) return Intl.NumberFormat("en", value >= 10000 ? { notation: "compact" } : {}).format(value);
	const [size, name] = steps.filter(([least]) => value >= least).pop() ?? steps[0];
	return `${Number((value / size).toFixed(2))} ${name}`;
}

const percent = (part, whole) => `${whole ? ((100 * part) / whole).toFixed(1) : "0.0"} %`;
const plural = (count, one) => `${exact(count)} ${one}${Number(count) === 1 ? "" : "s"}`;

// ---- what a map has ----

// The values that its rows have: name, unit, place in `values`.
function measuresOf(map) {
	if (map.kind === "hold") {
		const both = [{ name: "bytes", unit: "bytes", at: 0 }, { name: "objects", unit: "", at: 1 }];
		return map.by_count ? both.reverse() : both;
	}
	const names = { count: "count", hist: "count", tseries: "sum", avg: "total", stats: "total", value: "value" };
	return [{ name: names[map.kind] ?? map.kind, unit: map.unit, at: 0 }];
}

const KINDS = {
	hold: "held in the end", count: "counted", sum: "summed up", min: "smallest", max: "largest", avg: "averages",
	stats: "counts, averages and totals", hist: "histogram", tseries: "time series", value: "values",
};

const addsUp = (map) => map.kind !== "min" && map.kind !== "max" && !(map.kind === "value" && map.rows.some((row) => "text" in row));
const isScalar = (map) => map.columns.length === 0 && !map.has_stack;

// Of all rows, those that are left out among them.
function totalOf(map, at) {
	const others = map.others_values ? toNumber(map.others_values[at]) : 0;

	return map.rows.reduce((sum, row) => sum + toNumber(row.values[at]), others);
}

const frameOf = (index) => data.frames[index];
const baseName = (path) => (path ?? "").replace(/^.*\//, "");

function placeOf(frame) {
	if (frame.file) return `${baseName(frame.file)}${frame.line ? `:${frame.line}` : ""}`;
	if (frame.name.startsWith("[")) return ""; // which is its file's already
	return frame.kernel ? "kernel" : baseName(frame.module);
}

// What names a row in few words: its innermost functions, so many of them, and its key.
function nameOf(row, depth = 1) {
	const frames = (row.stack ?? []).slice(-depth).reverse().map((index) => frameOf(index).name);

	return [frames.join(" ← "), ...row.key].filter(Boolean).join(", ");
}

// The same of several rows, with as many callers as it takes to tell them apart.
function namesOf(rows) {
	const names = rows.map((row) => nameOf(row));

	for (let depth = 2; depth <= 8 && new Set(names).size < names.length; depth++) {
		const often = new Set(names.filter((name, i) => names.indexOf(name) !== i));
		for (const [i, row] of rows.entries()) if (often.has(names[i])) names[i] = nameOf(row, depth);
	}
	return names;
}

// Innermost first.
const stackText = (row) => (row.stack ?? []).map((index) => [frameOf(index).name, placeOf(frameOf(index))].filter(Boolean).join(" ")).reverse();

// ---- elements: text is always text ----

function element(name, attributes = {}, ...content) {
	const made = document.createElement(name);

	for (const [key, value] of Object.entries(attributes)) {
		if (value === false || value === undefined || value === null) continue;
		if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
		else made.setAttribute(key, value === true ? "" : value);
	}
	made.append(...content.filter((item) => item !== null && item !== undefined));
	return made;
}

const motion = matchMedia("(prefers-reduced-motion: reduce)");

// Calls `draw(width)` now, and whenever the element gets another width.
function drawToWidth(box, draw) {
	let width = 0;
	const observer = new ResizeObserver(() => {
		if (!box.isConnected) {
			observer.disconnect();
			return;
		}
		if (box.clientWidth === width || !box.clientWidth) return;
		width = box.clientWidth;
		draw(width);
	});
	observer.observe(box);
}
