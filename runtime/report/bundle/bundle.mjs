// Makes libraries.js, and of the packages in it libraries.LICENSES, in the folder that is given.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];

// d3-flame-graph asks for the name of a constructor: names are kept. Its style is in page.css.
const { metafile, outputFiles } = await build({
	entryPoints: ["libraries.mjs"],
	bundle: true,
	minify: true,
	keepNames: true,
	format: "iife",
	globalName: "d3",
	target: "es2020",
	loader: { ".css": "empty" },
	legalComments: "none",
	metafile: true,
	write: false,
	outfile: "libraries.js",
});

const names = new Set();
for (const input of Object.keys(metafile.inputs)) {
	const found = input.match(/^node_modules\/((@[^/]+\/)?[^/]+)\//);
	if (found) names.add(found[1]);
}

// Each text once, below the packages that it is of.
const licenses = new Map();
const packages = [];
for (const name of [...names].sort()) {
	const about = JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8"));
	const text = readFileSync(join("node_modules", name, "LICENSE"), "utf8").trim();
	const title = `${name} ${about.version} (${about.license})`;

	packages.push(title);
	licenses.set(text, [...(licenses.get(text) ?? []), title]);
}

const line = "=".repeat(76);
const texts = [...licenses].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`);
const head = `/*\n * Libraries, as they are published; made by runtime/report/bundle. Their licenses are in the comment\n * at the end of the page, and in libraries.LICENSES.\n *\n${packages.map((title) => ` *     ${title}\n`).join("")} */\n`;

writeFileSync(join(folder, "libraries.js"), head + outputFiles[0].text);
writeFileSync(join(folder, "libraries.LICENSES"), texts.join(`\n${line}\n\n`));
