// What the page takes of its libraries, as members of `d3`.
export { default as flamegraph } from "d3-flame-graph";
export { axisBottom, axisLeft } from "d3-axis";
export { scaleLinear } from "d3-scale";
export { select } from "d3-selection";
export { area } from "d3-shape";
