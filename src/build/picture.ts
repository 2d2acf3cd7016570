/** Sections of a text report that the README shows, and how many of their items. What stands before the first one is shown whole. */
const SHOWN: Readonly<Record<string, number>> = {
  'Chain, root cause first': Number.POSITIVE_INFINITY,
  Evidence: 3,
  'What to do now': 2,
};

const CUT = '  …';

/**
 * The picture of a text report: whole lines of it, in order, with `…` where some are left out. Made from real output, so that the README
 * cannot show what the command does not print.
 */
export function picture(report: string): string[] {
  const [verdict = [], ...sections] = sectionsOf(report.trimEnd().split('\n'));
  const lines = [...verdict];
  for (const [heading = '', ...body] of sections) {
    const most = SHOWN[heading];
    if (most !== undefined) lines.push('', heading, ...firstItems(body, most));
    else if (lines.at(-1) !== CUT) lines.push(CUT);
  }
  return lines;
}

/** The lines up to the first heading, then a list a section, its heading first. A heading stands at the margin after an empty line. */
function sectionsOf(lines: readonly string[]): string[][] {
  const sections: string[][] = [[]];
  for (const [index, line] of lines.entries()) {
    const heading = index > 0 && lines[index - 1] === '' && /^\S/.test(line);
    if (heading) sections.push([line]);
    else sections.at(-1)?.push(line);
  }
  return sections.map((section) => (section.at(-1) === '' ? section.slice(0, -1) : section));
}

/** An item begins with points or a dash and goes on in lines that are indented further. */
function firstItems(body: readonly string[], most: number): string[] {
  let items = 0;
  const end = body.findIndex((line) => /^ {2}(?:[+-]\d+|-) /.test(line) && ++items > most);
  return end < 0 ? [...body] : [...body.slice(0, end), CUT];
}

const START = '<!-- picture: written by npm run docs -->';
const END = '<!-- /picture -->';

/** The README with this picture between its markers. Throws where it has no markers. */
export function withPicture(readme: string, lines: readonly string[]): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md lacks the lines ${START} and ${END}`);
  return `${readme.slice(0, start)}${START}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n${readme.slice(end)}`;
}
