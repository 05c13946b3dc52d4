import { filesOf, type TextFile, testFiles } from './tree.ts';

/** One rule of the specification: a bullet that begins `- **[R-N.M]**`. */
export interface SpecRule {
  /** `R-N.M`, with a letter behind it or none. */
  readonly id: string;
  readonly file: string;
  /** From its id to the next rule or heading. */
  readonly text: string;
}

/** What proves a rule: cases of the vectors to accept and to refuse, and tests that name it. */
export interface Proof {
  readonly accepted: number;
  readonly refused: number;
  readonly tests: number;
}

const RULE = /^- \*\*\[(R-\d+\.\d+[a-z]?)\]\*\*/;
const CITED = /\bR-\d+\.\d+[a-z]?\b/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(,])\/\/.*$/gm;

/** Chapters of the specification, `spec/NN-name.md`. */
export function chapterFiles(): readonly TextFile[] {
  return filesOf('spec/[0-9][0-9]-*.md');
}

/** Every rule as often as it is defined. */
export function readRules(): readonly SpecRule[] {
  return chapterFiles().flatMap(({ path, text }) => rulesIn(path, text));
}

/** Number of the chapter that a rule, or a file of the specification, belongs to. */
export function chapterOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0]);
}

/** Ids that a text names, each once. */
export function citedIn(text: string): readonly string[] {
  return [...new Set(text.match(CITED) ?? [])];
}

/** Proofs by rule id. */
export function readProofs(): ReadonlyMap<string, Proof> {
  const proofs = new Map<string, { accepted: number; refused: number; tests: number }>();
  const proofOf = (id: string) => {
    const proof = proofs.get(id) ?? { accepted: 0, refused: 0, tests: 0 };
    proofs.set(id, proof);
    return proof;
  };
  for (const { rule, valid } of vectorCases()) proofOf(rule)[valid ? 'accepted' : 'refused'] += 1;
  for (const { path, text } of testFiles()) {
    if (!path.endsWith('.test.ts') || path.startsWith('test/tidy/')) continue;
    // What a comment names is no test's name.
    for (const id of citedIn(text.replaceAll(COMMENT, ''))) proofOf(id).tests += 1;
  }
  return proofs;
}

/** Cases of all vector files. */
export function vectorCases(): readonly {
  readonly file: string;
  readonly rule: string;
  readonly valid: boolean;
}[] {
  return filesOf('spec/vectors/*.json').flatMap(({ path, text }) => {
    const { cases }: { cases: readonly { rule: string; valid: boolean }[] } = JSON.parse(text);
    return cases.map(({ rule, valid }) => ({ file: path, rule, valid }));
  });
}

function rulesIn(file: string, text: string): SpecRule[] {
  const rules: { id: string; file: string; text: string }[] = [];
  let open = false;
  for (const line of text.split('\n')) {
    const id = RULE.exec(line)?.[1];
    if (id !== undefined) rules.push({ id, file, text: '' });
    open = id !== undefined || (open && !line.startsWith('#'));
    const rule = rules.at(-1);
    if (open && rule !== undefined) rule.text += `${line}\n`;
  }
  return rules;
}

/** Sections of the specification, `N.M`: their headings. */
export function readSections(): ReadonlySet<string> {
  const headings = chapterFiles().flatMap(({ text }) => [...text.matchAll(/^#+ (\d+(?:\.\d+)?) /gm)]);
  return new Set(headings.map(([, number = '']) => number));
}

/** Sections of this specification that a text names, `§N` and `§N.M`; not those of other documents. */
export function sectionsIn(text: string): readonly string[] {
  const cited = [...text.matchAll(/(\S+ )?§§?(\d+(?:\.\d+)*)/g)]
    .filter(([, before = '']) => !/(^|\W)(\d{3,}|v\d\S*|\w*[A-Z]\w*[a-z]\w*s),? $/.test(before))
    .map(([, , number = '']) => number)
    // Ours have two numbers at most.
    .filter((number) => number.split('.').length <= 2);
  return [...new Set(cited)];
}
