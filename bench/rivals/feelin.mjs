// FEEL in JavaScript: reads the task of in_python.py, checks the answers, then prints the figures.
// It parses at each evaluation and has no tables: the ten rules are one expression of conditions.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const find = createRequire(`${process.argv[2]}/package.json`);
const { evaluate } = await import(pathToFileURL(find.resolve("feelin")));
const engine = `feelin ${find("feelin/package.json").version}`;
const task = JSON.parse(readFileSync(0, "utf8"));

const rule = (low) =>
  `if n >= ${low} and n < ${low + 10} and lien != "mere" then "r${low / 10}" else`;
const texts = {
  simple: "n > 2",
  joined: 'n >= 1 and n < 100 and lien = "autre"',
  table: [...Array(10).keys()].map((i) => rule(10 * i)).join(" ") + " null",
};

// The median of five series of at least 20 ms, as in bench.references.
function microseconds(act) {
  const series = (count) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) act();
    return Number(process.hrtime.bigint() - start) / 1e3;
  };
  let count = 1;
  let taken = series(count);
  while (taken < 20_000) {
    count = Math.max(count * 2, Math.floor((count * 20_000) / Math.max(taken, 1e-3)));
    taken = series(count);
  }
  const times = Array.from({ length: 5 }, () => series(count)).sort((a, b) => a - b);
  return times[2] / count;
}

for (const [name, text] of Object.entries(texts)) {
  const answer = (inputs) => evaluate(text, inputs).value;
  const wrong = task.cases.findIndex((one, i) => answer(one) !== task.expected[name][i]);
  const figure =
    wrong < 0
      ? { us: microseconds(() => answer(task.timed)) }
      : { reason: `gives ${answer(task.cases[wrong])} for ${JSON.stringify(task.cases[wrong])}` };
  console.log(JSON.stringify({ engine, rule: name, ...figure }));
}
