import { type Control, type Framework, isSeverity } from '@breakwater/model';
import { LineCounter, parseDocument } from 'yaml';

const maximumLength = 4 * 1024 * 1024;
const frameworkKeys = ['id', 'name', 'version', 'isScored', 'source', 'requirements'];
const requirementKeys = ['id', 'title', 'controls'];
const controlKeys = ['id', 'title', 'checks', 'severity', 'profileLevel', 'assessment', 'note'];

/** A framework file is wrong; says file and place. */
export class FrameworkError extends Error {
  override readonly name = 'FrameworkError';
}

/**
 * Reads a framework file (YAML): `id`, `name`, `version`, `isScored`, and `requirements`, each with `id`,
 * `title` and `controls` of `id`, `title`, `checks`. Throws `FrameworkError` on the first mistake.
 */
export function readFramework(text: string, file: string): Framework {
  const root = readYaml(text, file);
  checkKeys(root, frameworkKeys, file);
  const id = requireText(root, 'id', file);
  const requirements = requireList(root, 'requirements', `${file}: ${id}`);
  const controls = requirements.flatMap((requirement, index) =>
    readRequirement(requirement, `${file}: requirement ${index + 1}`),
  );
  const ids = new Set<string>();
  for (const control of controls) {
    if (ids.has(control.id)) throw new FrameworkError(`${file}: control ${control.id} is there twice`);
    ids.add(control.id);
  }
  if (typeof root.isScored !== 'boolean')
    throw new FrameworkError(`${file}: "isScored" must be true or false`);
  return {
    id,
    name: requireText(root, 'name', file),
    version: requireText(root, 'version', file),
    isScored: root.isScored,
    controls,
  };
}

type Mapping = Readonly<Record<string, unknown>>;

function readYaml(text: string, file: string): Mapping {
  if (text.length > maximumLength) throw new FrameworkError(`${file}: larger than ${maximumLength} bytes`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    throw new FrameworkError(`${file}:${lines.linePos(mistake.pos[0]).line}: ${mistake.message}`);
  }
  const root: unknown = document.toJS({ maxAliasCount: 100 });
  if (!isMapping(root)) throw new FrameworkError(`${file}: a framework is a mapping`);
  return root;
}

function readRequirement(requirement: unknown, where: string): readonly Control[] {
  if (!isMapping(requirement)) throw new FrameworkError(`${where}: must be a mapping`);
  checkKeys(requirement, requirementKeys, where);
  const id = requireText(requirement, 'id', where);
  const title = typeof requirement.title === 'string' ? requirement.title : '';
  const name = title === '' ? id : `${id} ${title}`;
  return requireList(requirement, 'controls', where).map((control) => readControl(control, name, where));
}

function readControl(control: unknown, requirement: string, where: string): Control {
  if (!isMapping(control)) throw new FrameworkError(`${where}: a control is a mapping`);
  checkKeys(control, controlKeys, where);
  const id = requireText(control, 'id', where);
  const checks = requireList(control, 'checks', `${where}: ${id}`).filter(
    (check) => typeof check === 'string',
  );
  const { severity, profileLevel } = control;
  if (severity !== undefined && !isSeverity(severity))
    throw new FrameworkError(`${where}: ${id}: unknown severity`);
  return {
    id,
    title: requireText(control, 'title', `${where}: ${id}`),
    requirement,
    checks,
    ...(severity === undefined ? {} : { severity }),
    ...(typeof profileLevel === 'number' ? { profileLevel } : {}),
  };
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requireText(from: Mapping, key: string, where: string): string {
  const found = from[key];
  if (typeof found !== 'string' || found.trim() === '')
    throw new FrameworkError(`${where}: "${key}" must be text`);
  return found;
}

function requireList(from: Mapping, key: string, where: string): readonly unknown[] {
  const found = from[key];
  if (!Array.isArray(found)) throw new FrameworkError(`${where}: "${key}" must be a list`);
  return found;
}

function checkKeys(from: Mapping, known: readonly string[], where: string): void {
  const unknown = Object.keys(from).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new FrameworkError(`${where}: unknown key ${unknown}; known are ${known.join(', ')}`);
}
