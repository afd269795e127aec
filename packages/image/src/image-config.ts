import type { ImageConfig, ImageHistory } from '@breakwater/model';
import { ImageError } from './image-error.ts';
import {
  asObject,
  asObjects,
  asString,
  asStringRecord,
  asStrings,
  type JsonObject,
  parseJson,
} from './json.ts';

/** A configuration with the order of its layers. */
export interface ParsedConfig {
  readonly config: ImageConfig;
  /** Digests of the uncompressed layers, bottom first. */
  readonly diffIds: readonly string[];
}

/** Reads an OCI or docker image configuration. Throws ImageError `bad-config`. */
export function parseImageConfig(bytes: Buffer, where: string): ParsedConfig {
  const document = asObject(parseJson(bytes));
  if (document === undefined) throw bad('the image configuration is no JSON object', where);
  const diffIds = asStrings(asObject(document.rootfs)?.diff_ids);
  if (asObject(document.rootfs) === undefined) throw bad('the image configuration has no "rootfs"', where);
  return { config: readConfig(document), diffIds };
}

function readConfig(document: JsonObject): ImageConfig {
  const config = asObject(document.config) ?? {};
  const created = asString(document.created);
  const user = asString(config.User);
  const stopSignal = asString(config.StopSignal) ?? '';
  const volumes = Object.keys(asObject(config.Volumes) ?? {});
  return {
    os: asString(document.os) ?? '',
    architecture: asString(document.architecture) ?? '',
    ...(created === undefined ? {} : { created }),
    ...(user === undefined || user === '' ? {} : { user }),
    env: asStrings(config.Env),
    exposedPorts: Object.keys(asObject(config.ExposedPorts) ?? {}),
    entrypoint: asStrings(config.Entrypoint),
    cmd: asStrings(config.Cmd),
    labels: asStringRecord(config.Labels),
    hasHealthcheck: hasHealthcheck(asObject(config.Healthcheck)),
    ...(stopSignal === '' ? {} : { stopSignal }),
    ...(volumes.length === 0 ? {} : { volumes }),
    history: asObjects(document.history).map(readHistory),
  };
}

/** `["NONE"]` switches an inherited check off; an empty test inherits one that is not there. */
function hasHealthcheck(healthcheck: JsonObject | undefined): boolean {
  const test = asStrings(healthcheck?.Test);
  return test.length > 0 && test[0] !== 'NONE';
}

function readHistory(entry: JsonObject): ImageHistory {
  const created = asString(entry.created);
  return {
    createdBy: asString(entry.created_by) ?? '',
    ...(created === undefined ? {} : { created }),
    isEmptyLayer: entry.empty_layer === true,
  };
}

/** The history line of each layer, bottom first; empty when history and layers do not agree. */
export function layerCommands(config: ImageConfig, layerCount: number): readonly string[] {
  const commands = config.history.filter((entry) => !entry.isEmptyLayer).map((entry) => entry.createdBy);
  return commands.length === layerCount ? commands : [];
}

function bad(what: string, where: string): ImageError {
  return new ImageError('bad-config', what, where, 'build or save the image again');
}
