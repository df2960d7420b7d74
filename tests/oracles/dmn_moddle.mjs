// Reads a DMN file as dmn-js does, and prints what it found as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, file] = process.argv.slice(2);
const entry = createRequire(`${tools}/`).resolve("dmn-moddle");
const { DmnModdle } = await import(pathToFileURL(entry));
const read = await new DmnModdle().fromXML(readFileSync(file, "utf8"), "dmn:Definitions");
const root = read.rootElement;
const shown = root.dmnDI.diagrams.flatMap((diagram) => diagram.diagramElements);
console.log(
  JSON.stringify({
    warnings: read.warnings.map((warning) => warning.message),
    attributes: Object.keys(root.$attrs),
    elements: root.drgElement.map((each) => [each.$type, each.id]),
    shapes: shown.filter((each) => each.$type === "dmndi:DMNShape").map((each) => each.dmnElementRef.id),
    edges: shown.filter((each) => each.$type === "dmndi:DMNEdge").map((each) => each.dmnElementRef.$type),
    rules: root.drgElement.flatMap((each) => each.decisionLogic?.rule ?? []).length,
  }),
);
