// Stacks as a flame graph, the outermost function at the top: by d3-flame-graph, with keys besides.

const CELL = 20;

// Rows with a stack, else with a key, the parts of which are the frames, as -f folded has it.
function flameTree(map, at) {
	const root = { name: map.name, value: 0, children: [] };

	for (const row of map.rows) {
		const value = toNumber(row.values[at]);
		if (!(value > 0)) continue;
		addPath(root, pathOf(row), value);
	}
	const rest = map.others_values ? toNumber(map.others_values[at]) : 0;
	if (rest > 0) addPath(root, [{ name: `[${plural(map.others, "other key")}]` }], rest);
	return root;
}

const pathOf = (row) => [...row.key.map((name) => ({ name })), ...(row.stack ?? []).map(frameOf)];

function addPath(root, path, value) {
	let node = root;

	root.value += value;
	for (const frame of path) {
		node.byName ??= new Map();
		let child = node.byName.get(frame.name);
		if (!child) {
			child = { name: frame.name, value: 0, children: [], frame, places: new Set() };
			node.byName.set(frame.name, child);
			node.children.push(child);
		}
		child.value += value;
		child.places.add(placeOf(frame));
		node = child;
	}
}

const depthOf = (node) => node.children.reduce((most, child) => Math.max(most, 1 + depthOf(child)), 0);

function hash(text) {
	let sum = 0;

	for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) >>> 0;
	return sum;
}

// Files have a hue each, the kernel another, and what is no function is grey.
function colorOf(node) {
	const { frame, name } = node.data;
	const light = 68 + (hash(name) % 7);

	if (node.highlight) return "var(--found)";
	if (!frame || (!frame.module && !frame.kernel)) return `hsl(220 8% ${light}%)`;
	const hue = (frame.kernel ? KERNEL_HUE : hueOf(frame.module)) + (hash(name) % 17) - 8;
	return `hsl(${hue} 68% ${light + (frame.inlined ? 8 : 0)}%)`;
}

const KERNEL_HUE = 265;
const HUES = [28, 195, 110, 340, 55, 160, 220, 8];
const hueOfModule = new Map();

function hueOf(module) {
	if (!hueOfModule.has(module)) hueOfModule.set(module, HUES[hueOfModule.size % HUES.length]);
	return hueOfModule.get(module);
}

function makeFlameGraph(map) {
	let measure = measuresOf(map)[0];
	let tree = flameTree(map, measure.at);
	let current = null; // the node that keys are at
	let chart = null;

	const box = element("div", {
		class: "flame", tabindex: "0", role: "group", "aria-describedby": "flame-frame",
		"aria-label": "Flame graph; arrow keys go from frame to frame, Enter zooms in, Escape zooms out, slash searches",
	});
	const details = element("p", { class: "details", id: "flame-frame", "aria-live": "polite" });
	const found = element("output", { class: "found" });
	const search = element("input", { type: "search", placeholder: "Search functions", "aria-label": "Search functions", spellcheck: "false", autocomplete: "off" });
	const reset = element("button", { type: "button", disabled: true, onclick: () => zoomTo(rootNode()) }, "Zoom out");
	const section = element("section", {}, element("h2", {}, "Flame graph"), element("div", { class: "bar" }, search, reset, found), box, details);

	const rootNode = () => d3.select(box).datum();

	function describe(node) {
		if (!node) return "Wider is more. Click or press Enter to zoom in.";
		const value = node.data.value;
		const places = [...(node.data.places ?? [])].filter(Boolean);
		const where = places.length > 3 ? `${places.slice(0, 3).join(", ")} and more` : places.join(", ");

		return `${node.data.name}: ${inUnit(measure.unit, value)}, ${percent(value, tree.value)}${where ? `, in ${where}` : ""}${node.data.frame?.inlined ? ", inlined" : ""}`;
	}

	function mark(node) {
		current = node;
		d3.select(box).selectAll("g.frame").classed("current", (d) => d === node);
		details.textContent = describe(node);
	}

	function zoomTo(node) {
		if (node) chart.zoomTo(node);
	}

	function zoomed(node) {
		reset.disabled = !node.parent;
		mark(node);
	}

	const visible = (node) => !node.data.hide && node.x1 > node.x0;
	const widest = (nodes) => (nodes ?? []).filter(visible).reduce((best, node) => (!best || node.value > best.value ? node : best), null);

	function beside(node, by) {
		const row = (node.parent?.children ?? []).filter(visible).sort((a, b) => a.x0 - b.x0);
		return row[row.indexOf(node) + by];
	}

	function searchFor(term) {
		if (term) chart.search(term);
		else {
			chart.clear();
			found.textContent = "";
		}
		if (current) mark(current);
	}

	function draw(width) {
		chart = d3.flamegraph().width(width).cellHeight(CELL).height((depthOf(tree) + 1) * CELL).inverted(true).minFrameSize(0.5)
			.transitionDuration(motion.matches ? 0 : 200)
			.sort((a, b) => b.value - a.value)
			.setColorMapper(colorOf)
			.setLabelHandler(describe)
			.setDetailsHandler((text) => {
				details.textContent = text || describe(current);
			})
			.setSearchMatch((node, term) => String(node.data.name).toLowerCase().includes(term.toLowerCase()))
			.setSearchHandler((nodes, sum) => {
				found.textContent = nodes.length ? `${plural(nodes.length, "frame")}, ${inUnit(measure.unit, sum)}, ${percent(sum, tree.value)}` : "nothing found";
			})
			.onClick(zoomed);
		box.replaceChildren();
		d3.select(box).datum(tree).call(chart);
		box.querySelector("svg").setAttribute("aria-hidden", "true");
		reset.disabled = true;
		mark(null);
		if (search.value) searchFor(search.value);
	}

	function setMeasure(to) {
		measure = to;
		tree = flameTree(map, measure.at);
		if (box.clientWidth) draw(box.clientWidth);
	}

	box.addEventListener("keydown", (event) => {
		const node = current ?? rootNode();
		const to = {
			ArrowDown: () => (current ? widest(node.children) : node), ArrowUp: () => node.parent,
			ArrowLeft: () => beside(node, -1), ArrowRight: () => beside(node, 1),
		}[event.key];

		if (to) mark(to() ?? node);
		else if (event.key === "Enter") zoomTo(node);
		else if (event.key === "Escape") zoomTo(rootNode());
		else return;
		event.preventDefault();
	});
	search.addEventListener("input", () => searchFor(search.value.trim()));
	search.addEventListener("keydown", (event) => {
		if (event.key === "Escape") {
			search.value = "";
			searchFor("");
		}
	});
	details.textContent = describe(null);
	drawToWidth(box, draw);
	return { section, setMeasure, search };
}
