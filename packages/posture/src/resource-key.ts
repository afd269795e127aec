import { compileExpression, type Expression } from './jmespath/compile.ts';
import { JmesPathError } from './jmespath/token.ts';
import { isList, isObject, type Json, type JsonObject, property, textProperty } from './json.ts';
import { EvaluationError } from './policy-error.ts';

/** Reads one value of a resource. */
export type KeyReader = (resource: Json) => Json;

/**
 * Compiles the `key` of a filter: `tag:NAME`, else an attribute of exactly that name (dots included), else
 * JMESPath. Throws an Error when the key is none of these.
 */
export function compileKey(key: string, transforms: readonly string[] = []): KeyReader {
  if (key.startsWith('tag:')) {
    const name = key.slice('tag:'.length);
    return (resource) => readTag(resource, name, transforms);
  }
  const expression = tolerant(key);
  return (resource) =>
    isObject(resource) && Object.hasOwn(resource, key) ? (resource[key] ?? null) : expression(resource);
}

/** A key that is no expression may still be the exact name of an attribute: fail only when it is evaluated. */
function tolerant(key: string): Expression {
  const expression = compileExpression(key);
  return (value) => {
    try {
      return expression(value);
    } catch (error) {
      if (error instanceof JmesPathError) throw new EvaluationError(`key ${key}: ${error.message}`);
      throw error;
    }
  };
}

function readTag(resource: Json, name: string, transforms: readonly string[]): Json {
  for (const [key, value] of tagsOf(resource)) {
    if (transforms.reduce(transform, key) === name) return value;
  }
  return null;
}

/** The tags of a resource in every form AWS gives them: a list of pairs in either letter case, or a mapping. */
export function tagsOf(resource: Json): readonly (readonly [string, Json])[] {
  const upper = property(resource, 'Tags');
  const isUpper = isObject(resource) && Object.hasOwn(resource, 'Tags');
  const tags = isUpper ? upper : (property(resource, 'labels') ?? property(resource, 'tags'));
  if (isObject(tags)) return Object.entries(tags);
  if (!isList(tags)) return [];
  return tags.flatMap((tag): [string, Json][] => {
    const key = textProperty(tag, 'Key') ?? textProperty(tag, 'key');
    return key === undefined ? [] : [[key, tagValue(tag)]];
  });
}

function tagValue(tag: Json): Json {
  const object: JsonObject = isObject(tag) ? tag : {};
  return object.Value ?? object.value ?? null;
}

const keyTransforms: ReadonlyMap<string, (key: string) => string> = new Map([
  ['noop', (key: string) => key],
  ['capitalize', (key: string) => key.charAt(0).toUpperCase() + key.slice(1).toLowerCase()],
  ['lower', (key: string) => key.toLowerCase()],
  ['upper', (key: string) => key.toUpperCase()],
  ['strip', (key: string) => key.trim()],
  [
    'title',
    (key: string) =>
      key.toLowerCase().replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ],
  ['nospaces', (key: string) => key.replaceAll(' ', '')],
  ['nounderscores', (key: string) => key.replaceAll('_', '')],
  ['nodashes', (key: string) => key.replaceAll('-', '')],
]);

export const keyTransformNames: readonly string[] = [...keyTransforms.keys()];

function transform(key: string, name: string): string {
  return keyTransforms.get(name)?.(key) ?? key;
}
