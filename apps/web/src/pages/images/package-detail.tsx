import type { LicenseCategory } from '@breakwater/api';
import type { ImageReport, Package } from '@breakwater/model';
import type { ReactNode } from 'react';
import { DetailBlock, DetailStack } from '../../components/detail.tsx';
import { Facts } from '../../components/page.tsx';
import { Value } from '../../components/value.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useView } from '../../state/view.ts';
import { AcceptRisk } from './accept-risk.tsx';
import css from './images.module.css';
import { layerOf } from './layer-text.ts';

/** A package with what is known of it beside the SBOM. */
export interface PackageRow {
  readonly pkg: Package;
  readonly category: LicenseCategory;
  readonly vulnerabilities: number;
}

/** One package: what it is, where it lies, its vulnerabilities, and accepting it as it is. */
export function PackageDetail(props: { readonly row: PackageRow; readonly report: ImageReport }): ReactNode {
  const t = useT();
  const { update } = useView();
  const { pkg, category, vulnerabilities } = props.row;
  const showVulnerabilities = (): void =>
    update({
      view: 'vulnerabilities',
      pills: [{ field: 'package', op: '=', value: pkg.name }],
      open: undefined,
      text: undefined,
      sort: undefined,
    });
  return (
    <DetailStack>
      <Facts
        rows={[
          { name: t('images.type'), value: <Value field="type" value={pkg.type} /> },
          { name: t('images.purl'), value: <code className={css.wrap}>{pkg.purl}</code> },
          {
            name: t('images.licenses'),
            value: pkg.licenses.length === 0 ? t('value.none') : pkg.licenses.join(', '),
          },
          { name: t('images.licenseCategory'), value: t(`images.licenseCategories.${category}`) },
          { name: t('images.foundBy'), value: <Value field="foundBy" value={pkg.foundBy} /> },
          ...(pkg.owner === undefined
            ? []
            : [{ name: t('images.packageOwner'), value: <Value field="owner" value={pkg.owner} isMono /> }]),
        ]}
      />
      <DetailBlock title={t('images.vulnerabilities')}>
        {vulnerabilities === 0 ? (
          <p className={css.soft}>{t('images.noVulnerabilities')}</p>
        ) : (
          <p>
            <button type="button" className={css.linkButton} onClick={showVulnerabilities}>
              {t('images.showVulnerabilities', { count: vulnerabilities })}
            </button>
          </p>
        )}
      </DetailBlock>
      <DetailBlock title={t('images.where')}>
        <ul className={css.reasons}>
          {pkg.locations.map(({ path, layer }) => (
            <li key={`${path} ${layer ?? ''}`}>
              <code className={css.wrap}>{path}</code>
              {layer !== undefined && (
                <span className={css.soft}>{layerOf(props.report.layers, layer) ?? layer}</span>
              )}
            </li>
          ))}
        </ul>
      </DetailBlock>
      <AcceptRisk risk={{ kind: 'package', subject: pkg.name }} image={props.report} />
    </DetailStack>
  );
}
