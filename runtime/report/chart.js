// What a map held over time: areas on top of each other, of the keys that once were the largest, and of all else.

const CHART = { height: 260, left: 76, right: 12, top: 10, bottom: 34 };
const COLORS = 10; // --series-0 to --series-9 of page.css
const OTHERS = "everything else";

// A layer for each series, with its value at each point; the last one is all else.
function layersOf(chart, at) {
	const sums = chart.sums[at].map(toNumber);
	const names = namesOf(chart.series);
	const layers = chart.series.map((series, i) => ({
		name: names[i], row: series, color: `var(--series-${i % COLORS})`, values: series.values[at].map(toNumber),
	}));
	const rest = sums.map((sum, i) => Math.max(0, layers.reduce((left, layer) => left - layer.values[i], sum)));

	if (rest.some((value) => value > 0)) layers.push({ name: OTHERS, row: null, color: "var(--series-rest)", values: rest });
	return { sums, layers, times: chart.times.map((time) => time / 1e9) };
}

// What an axis of so many seconds is in, so that its steps are round.
function timeUnit(seconds) {
	if (seconds > 2 * 3600) return [3600, "h"];
	return seconds > 120 ? [60, "min"] : [1, "s"];
}

// From the bottom up: where each layer begins and ends.
function stackUp({ layers, times }) {
	const base = times.map(() => 0);

	return [...layers].reverse().map((layer) => ({
		layer,
		spans: layer.values.map((value, i) => {
			const from = base[i];
			base[i] += value;
			return [from, base[i]];
		}),
	}));
}

function makeTimeChart(map) {
	let measure = measuresOf(map).find(({ at }) => at < map.chart.sums.length);
	let current = null; // the point that is shown
	let chosen = null; // the only layer that is shown
	let drawn = null;

	const box = element("div", { class: "plot", tabindex: "0", role: "group", "aria-label": "Over time; arrow keys go from point to point", "aria-describedby": "time-point" });
	const tip = element("div", { class: "tip", id: "time-point", "aria-live": "polite" });
	const legend = element("ul", { class: "legend" });
	const section = element("section", { class: "time" }, element("h2", {}, "Over time"), box, legend);
	box.append(tip);

	function shownLayers(all) {
		return chosen ? all.layers.filter((layer) => layer.name === chosen) : all.layers;
	}

	function hide() {
		current = null;
		tip.classList.remove("shown");
		d3.select(box).select(".cursor").attr("visibility", "hidden");
	}

	function show(point) {
		const { all, x, width } = drawn;
		const layers = shownLayers(all).map((layer) => [layer, layer.values[point]]).filter(([, value]) => value > 0);
		const at = x(all.times[point]);

		current = point;
		tip.replaceChildren(
			element("div", { class: "tip-head" }, `after ${inUnit("duration", Math.round(all.times[point] * 1e9))}: `, element("b", {}, inUnit(measure.unit, Math.round(all.sums[point])))),
			...layers.map(([layer, value]) => {
				const swatch = element("span", { class: "swatch" });
				swatch.style.background = layer.color;
				return element("div", { class: "tip-row" }, swatch, element("span", { class: "name" }, layer.name), element("span", { class: "number" }, inUnit(measure.unit, value)));
			}));
		tip.classList.add("shown");
		tip.style.left = `${Math.max(0, Math.min(at + 12, width - tip.offsetWidth))}px`;
		if (at + 12 + tip.offsetWidth > width) tip.style.left = `${Math.max(0, at - 12 - tip.offsetWidth)}px`;
		d3.select(box).select(".cursor").attr("visibility", "visible").attr("x1", at).attr("x2", at);
	}

	function draw(width) {
		const all = layersOf(map.chart, measure.at);
		const layers = shownLayers(all);
		const most = Math.max(1, ...all.times.map((_, i) => layers.reduce((sum, layer) => sum + layer.values[i], 0)));
		const end = all.times[all.times.length - 1] || 1;
		const [unit, unitName] = timeUnit(end);
		const { left, right, top, bottom, height } = CHART;
		const x = d3.scaleLinear([Math.min(all.times[0], end), end], [left, width - right]);
		const y = d3.scaleLinear([0, most * 1.05], [height - bottom, top]);
		const svg = d3.select(box).selectAll("svg").data([0]).join("svg").attr("width", width).attr("height", height).attr("aria-hidden", "true");
		const ticks = niceTicks(measure.unit, y.domain()[1]);

		svg.selectChildren().remove();
		svg.append("g").attr("class", "grid").selectAll("line").data(ticks).join("line")
			.attr("x1", left).attr("x2", width - right).attr("y1", y).attr("y2", y);
		const area = d3.area().x((_, i) => x(all.times[i])).y0(([from]) => y(from)).y1(([, to]) => y(to));
		svg.append("g").selectAll("path").data(stackUp({ layers, times: all.times })).join("path")
			.attr("class", "layer").attr("fill", ({ layer }) => layer.color).attr("d", ({ spans }) => area(spans));
		svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - bottom})`)
			.call(d3.axisBottom(x.copy().domain(x.domain().map((time) => time / unit)))
				.ticks(Math.max(2, Math.floor(width / 110))).tickFormat((time) => `${time} ${unitName}`).tickSizeOuter(0));
		svg.append("g").attr("class", "axis").attr("transform", `translate(${left},0)`)
			.call(d3.axisLeft(y).tickValues(ticks).tickFormat((value) => onAxis(measure.unit, value)).tickSize(0).tickPadding(8)).select(".domain").remove();
		svg.append("line").attr("class", "cursor").attr("y1", top).attr("y2", height - bottom).attr("visibility", "hidden");
		drawn = { all, x, width };
		if (current !== null) show(Math.min(current, all.times.length - 1));
	}

	function drawLegend() {
		const all = layersOf(map.chart, measure.at);
		const last = all.times.length - 1;

		legend.replaceChildren(...all.layers.map((layer) => {
			const swatch = element("span", { class: "swatch" });
			swatch.style.background = layer.color;
			return element("li", {}, element("button", {
				type: "button", "aria-pressed": String(chosen === layer.name), title: layer.row ? stackText(layer.row).join("\n") : null,
				onclick: () => {
					chosen = chosen === layer.name ? null : layer.name;
					redraw();
				},
			}, swatch, element("span", { class: "name" }, layer.name), element("span", { class: "number" }, inUnit(measure.unit, layer.values[last]))));
		}));
	}

	function redraw() {
		drawLegend();
		if (box.clientWidth) draw(box.clientWidth);
	}

	function nearest(event) {
		const time = drawn.x.invert(event.clientX - box.getBoundingClientRect().left);
		const { times } = drawn.all;
		let best = 0;

		for (let i = 1; i < times.length; i++) if (Math.abs(times[i] - time) < Math.abs(times[best] - time)) best = i;
		return best;
	}

	box.addEventListener("pointermove", (event) => drawn && show(nearest(event)));
	box.addEventListener("pointerdown", (event) => drawn && show(nearest(event)));
	box.addEventListener("pointerleave", hide);
	box.addEventListener("blur", hide);
	box.addEventListener("keydown", (event) => {
		const last = map.chart.times.length - 1;
		const to = { ArrowLeft: Math.max(0, (current ?? last + 1) - 1), ArrowRight: Math.min(last, (current ?? -1) + 1), Home: 0, End: last }[event.key];

		if (event.key === "Escape") hide();
		else if (to !== undefined) show(to);
		else return;
		event.preventDefault();
	});
	drawLegend();
	drawToWidth(box, draw);
	return {
		section,
		setMeasure(to) {
			if (to.at < map.chart.sums.length) measure = to;
			chosen = null;
			redraw();
		},
	};
}

// Bytes are divided by powers of two, all else by powers of ten.
function niceTicks(unit, most) {
	if (unit !== "bytes") return d3.scaleLinear([0, most], [0, 1]).ticks(5).filter((value) => unit || Number.isInteger(value));
	let step = 1;
	while (most / step > 6) step *= 2;
	return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}
