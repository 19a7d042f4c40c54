// Prints each place that the grammar cannot parse; ends with 1 if there is one.
import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(
  await Language.load('node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm'));

let problems = 0;
for (const file of process.argv.slice(2)) {
  const walk = (node) => {
    if (node.isError || node.isMissing) {
      problems++;
      const { row, column } = node.startPosition;
      console.log(`${file}:${row + 1}:${column + 1}: ${node.isMissing ? 'missing' : 'cannot parse'} ${node.type}`);
    }
    node.children.forEach((child) => child && walk(child));
  };
  walk(parser.parse(readFileSync(file, 'utf8')).rootNode);
}
process.exit(problems ? 1 : 0);
