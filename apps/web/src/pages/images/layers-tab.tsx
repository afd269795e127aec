import type { ImageReport } from '@breakwater/model';
import type { ReactNode } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import css from './images.module.css';
import { instructionText } from './layer-text.ts';
import { ScrollArea } from './scroll-area.tsx';

/** How the image is built up: its layers from the bottom, each with its instruction, size and what came with it. */
export function LayersTab(props: { readonly report: ImageReport }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { update } = useView();
  const { report } = props;
  const largest = Math.max(1, ...report.layers.map((layer) => layer.size));
  const showVulnerabilities = (layer: string) =>
    update({ view: 'vulnerabilities', pills: [{ field: 'layer', op: '=', value: layer }] });
  return (
    <ScrollArea>
      <ol className={css.layers}>
        {report.layers.map((layer, index) => {
          const instruction = instructionText(layer.createdBy);
          const packages = report.sbom.packages.filter((pkg) =>
            pkg.locations.some((location) => location.layer === layer.diffId),
          ).length;
          const found = report.matches.filter((match) => match.layer === layer.diffId).length;
          return (
            <li key={`${layer.digest} ${layer.diffId}`} className={css.layer}>
              <span className={css.layerNumber}>{index + 1}</span>
              <div className={css.layerBody}>
                <code className={css.instruction}>
                  {instruction === '' ? t('images.noInstruction') : instruction}
                </code>
                <div className={css.layerFacts}>
                  <span className={css.digest}>
                    {layer.digest.replace(/^sha256:/, '').slice(0, 12)}
                    <CopyButton label={t('images.copyDigest')} text={layer.digest} icon="copy" />
                  </span>
                  <span>{t('images.packageCount', { count: packages })}</span>
                  {found > 0 && (
                    <button
                      type="button"
                      className={css.linkButton}
                      onClick={() => showVulnerabilities(layer.diffId)}
                    >
                      {t('images.vulnerabilityCount', { count: found })}
                    </button>
                  )}
                </div>
              </div>
              <div className={css.layerSize}>
                <span>{formats.bytes(layer.size)}</span>
                <span className={css.bar} aria-hidden="true">
                  <span style={{ width: `${Math.max(1, (layer.size / largest) * 100)}%` }} />
                </span>
                <span className={css.soft}>
                  {t('images.uncompressed', { size: formats.bytes(layer.uncompressedSize) })}
                </span>
              </div>
            </li>
          );
        })}
      </ol>
    </ScrollArea>
  );
}
