interface DownloadForm {
  readonly contentType: string;
  /** What the name of the file ends with. */
  readonly ending: string;
}

const json = 'application/json; charset=utf-8';

/** Forms of reports and SBOMs that a person downloads, by the name that the API gives them. */
const forms: Readonly<Record<string, DownloadForm>> = {
  cyclonedx: { contentType: 'application/vnd.cyclonedx+json; version=1.6', ending: 'cdx.json' },
  spdx: { contentType: 'application/spdx+json', ending: 'spdx.json' },
  spdx3: { contentType: 'application/spdx+json', ending: 'spdx3.json' },
  json: { contentType: json, ending: 'json' },
  sarif: { contentType: 'application/sarif+json', ending: 'sarif' },
  junit: { contentType: 'application/xml; charset=utf-8', ending: 'junit.xml' },
  github: { contentType: 'text/plain; charset=utf-8', ending: 'github.txt' },
  gitlab: { contentType: json, ending: 'gitlab.json' },
  html: { contentType: 'text/html; charset=utf-8', ending: 'html' },
  'cyclonedx-vex': { contentType: 'application/vnd.cyclonedx+json; version=1.6', ending: 'vex.cdx.json' },
};

export function contentTypeOf(format: string): string {
  return formOf(format).contentType;
}

/** `sha256:0123456789ab…` as SARIF: `0123456789ab.sarif` */
export function fileNameOf(digest: string, format: string): string {
  return `${digest.slice('sha256:'.length, 'sha256:'.length + 12)}.${formOf(format).ending}`;
}

function formOf(format: string): DownloadForm {
  const form = Object.hasOwn(forms, format) ? forms[format] : undefined;
  if (form === undefined) throw new RangeError(`no form "${format}" of a download`);
  return form;
}
