import type { ImageReport } from '@breakwater/model';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
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
  const wasted = (report.waste ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  const whole = Math.max(
    1,
    report.layers.reduce((sum, layer) => sum + layer.uncompressedSize, 0),
  );
  const showVulnerabilities = (layer: string) =>
    update({ view: 'vulnerabilities', pills: [{ field: 'layer', op: '=', value: layer }] });
  return (
    <ScrollArea>
      {wasted > 0 && (
        <p className={css.lead}>
          {t('images.wastedAll', { size: formats.bytes(wasted), share: formats.percent(wasted / whole) })}
        </p>
      )}
      <ol className={css.layers}>
        {report.layers.map((layer, index) => {
          const instruction = instructionText(layer.createdBy);
          const packages = report.sbom.packages.filter((pkg) =>
            pkg.locations.some((location) => location.layer === layer.diffId),
          ).length;
          const waste = report.waste?.find(({ layer: id }) => id === layer.diffId);
          const files = (report.fileFindings ?? []).filter((file) => file.layer === layer.diffId).length;
          const isBase = report.baseImage !== undefined && index < report.baseImage.layers;
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
                  {isBase && <Badge>{t('images.ofBase')}</Badge>}
                  {waste !== undefined && waste.bytes > 0 && (
                    <span className={css.warn}>
                      {t('images.wasted', { size: formats.bytes(waste.bytes), count: waste.files })}
                    </span>
                  )}
                  {files > 0 && (
                    <button
                      type="button"
                      className={css.linkButton}
                      onClick={() =>
                        update({ view: 'files', pills: [{ field: 'layer', op: '=', value: layer.diffId }] })
                      }
                    >
                      {t('images.fileCount', { count: files })}
                    </button>
                  )}
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
