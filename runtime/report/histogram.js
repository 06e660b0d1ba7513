// A histogram, of a row or of all rows together: a bar for each bucket.

// As memtap prints it.
function bucketName({ min, max }) {
	if (min === undefined) return `(..., ${onBound(max + 1)})`;
	if (max === undefined) return `[${onBound(min)}, ...)`;
	return min === max ? `[${onBound(min)}]` : `[${onBound(min)}, ${onBound(max + 1)})`;
}

// 4096: 4K.
function onBound(value) {
	const letters = ["", "K", "M", "G", "T", "P", "E"];
	let at = 0;
	let number = value;

	while (at + 1 < letters.length && number !== 0 && number % 1024 === 0) {
		number /= 1024;
		at++;
	}
	return at ? `${exact(Math.round(number))}${letters[at]}` : exact(Math.round(number));
}

// By where buckets begin: those of a map have the same bounds.
function addBuckets(rows) {
	const sums = new Map();

	for (const row of rows) {
		for (const bucket of row.buckets) {
			const id = `${bucket.min} ${bucket.max}`;
			const sum = sums.get(id) ?? { ...bucket, count: 0 };
			sum.count += bucket.count;
			sums.set(id, sum);
		}
	}
	return [...sums.values()].sort((a, b) => (a.min ?? -Infinity) - (b.min ?? -Infinity));
}

function makeHistogram(map) {
	const title = element("h2", {}, "Histogram");
	const list = element("ol", { class: "histogram" });
	const whose = element("p", { class: "whose" });
	const section = element("section", {}, title, whose, list);

	function show(row) {
		const buckets = addBuckets(row ? [row] : map.rows);
		const most = Math.max(1, ...buckets.map(({ count }) => count));
		const sum = buckets.reduce((total, { count }) => total + count, 0);

		whose.textContent = row ? nameOf(row) : map.rows.length > 1 ? `All ${map.rows.length} keys together; choose one in the table.` : "";
		list.replaceChildren(...buckets.map((bucket) => {
			const bar = element("span", { class: "bar-fill" });
			bar.style.width = `${(100 * bucket.count) / most}%`;
			bar.hidden = !bucket.count;
			return element("li", { title: percent(bucket.count, sum) }, element("span", { class: "range" }, bucketName(bucket)),
				element("span", { class: "bar-track" }, bar), element("span", { class: "number" }, exact(bucket.count)));
		}));
	}

	show(null);
	return { section, show };
}
