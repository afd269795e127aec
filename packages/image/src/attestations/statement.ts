import { asObject, asObjects, asString, type JsonObject, parseJson } from '../json.ts';

/** A statement of the in-toto attestation framework, 0.1 or 1. */
export interface Statement {
  /** Digests of what it is about; undefined: the statement does not say, and is about what it is attached to. */
  readonly subjects: readonly string[] | undefined;
  readonly predicateType: string;
  readonly predicate: JsonObject;
}

const inToto = 'application/vnd.in-toto+json';

/**
 * The statement in a document: bare, in an envelope (DSSE), or in a bundle of sigstore. An OpenVEX document without a statement
 * around it stands for itself. Undefined when it is none of these.
 */
export function readStatement(document: JsonObject | undefined): Statement | undefined {
  if (document === undefined) return undefined;
  const envelope = asObject(document.dsseEnvelope) ?? document;
  if (asString(envelope.payload) !== undefined) return readBare(payloadOf(envelope));
  const context = asString(document['@context']);
  if (context?.startsWith('https://openvex.dev/ns') === true)
    return { subjects: undefined, predicateType: context, predicate: document };
  return readBare(document);
}

function payloadOf({ payload, payloadType }: JsonObject): JsonObject | undefined {
  if (asString(payloadType) !== inToto) return undefined;
  return asObject(parseJson(Buffer.from(asString(payload) ?? '', 'base64')));
}

function readBare(document: JsonObject | undefined): Statement | undefined {
  const predicateType = asString(document?.predicateType);
  if (document === undefined || predicateType === undefined) return undefined;
  const subjects = asObjects(document.subject).flatMap(({ digest }) => {
    const hex = asString(asObject(digest)?.sha256);
    return hex === undefined ? [] : [`sha256:${hex.toLowerCase()}`];
  });
  const given = asObject(document.predicate);
  // Cosign keeps what it was given as text, or as an object, below "Data".
  const data = asString(given?.Data);
  const predicate =
    data === undefined ? (asObject(given?.Data) ?? given) : asObject(parseJson(Buffer.from(data)));
  return predicate === undefined ? undefined : { subjects, predicateType, predicate };
}
