import type { ImageScan } from '@breakwater/api';
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { usePermission } from '../../api/session.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { StatusMark, type Tone } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import images from './images.module.css';
import css from './risks.module.css';

const tones: Readonly<Record<ImageScan['state'], Tone>> = {
  queued: 'quiet',
  running: 'quiet',
  done: 'good',
  failed: 'bad',
};
const shown = 10;
const example = 'ghcr.io/example/shop:2.3.1';

/** Has the server scan an image of a registry. Not there for who may not ask. */
export function ScanButton(props: { readonly reference?: string }): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  if (!usePermission('respond')) return null;
  return (
    <>
      <Button variant={props.reference === undefined ? 'filled' : 'default'} onClick={() => setOpen(true)}>
        {t(props.reference === undefined ? 'scan.button' : 'scan.again')}
      </Button>
      <Modal.Root opened={isOpen} onClose={() => setOpen(false)} centered size={560}>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body className={css.dialog}>
            <Modal.Title className={css.title}>{t('scan.title')}</Modal.Title>
            <ScanForm
              {...(props.reference === undefined ? {} : { reference: props.reference })}
              onClose={() => setOpen(false)}
            />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

function ScanForm(props: { readonly reference?: string; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const start = useChange('startImageScan', ['listImageScans']);
  const [reference, setReference] = useState(props.reference ?? '');
  const [isForced, setForced] = useState(props.reference !== undefined);
  const problems = formProblems(start.error, ['reference'], t);
  const isReady = reference.trim() !== '';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady) start.mutate({ body: { reference: reference.trim(), isForced } });
  }

  return (
    <>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={t('scan.reference')}
          description={t('scan.referenceHint')}
          placeholder={example}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          error={problems.at('reference')}
          maxLength={1024}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Checkbox
          label={t('scan.forced')}
          checked={isForced}
          onChange={(event) => setForced(event.currentTarget.checked)}
        />
        <FormEnd problem={problems.form}>
          <Button type="submit" loading={start.isPending} disabled={!isReady}>
            {t('scan.start')}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            {t('action.close')}
          </Button>
        </FormEnd>
      </form>
      <Scans />
    </>
  );
}

/** The last scans; the results are read again when one of them has ended. */
function Scans(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const client = useQueryClient();
  const reading = useRead('listImageScans', {}, { refetchMs: 1500 });
  const scans = reading.data?.scans ?? [];
  const unfinished = scans.filter(({ state }) => state === 'queued' || state === 'running').length;
  const before = useRef(0);
  useEffect(() => {
    if (unfinished < before.current) {
      for (const name of ['listImages', 'getImage']) void client.invalidateQueries({ queryKey: [name] });
    }
    before.current = unfinished;
  }, [unfinished, client]);
  if (scans.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t('scan.last')}>
      {scans.slice(0, shown).map((scan) => (
        <li key={scan.id} className={css.item}>
          <div>
            {scan.digest === undefined ? (
              scan.reference
            ) : (
              <Link to={`/images/${scan.digest}`} className={images.link}>
                {scan.reference}
              </Link>
            )}
            <div className={css.soft}>
              {formats.age(Date.parse(scan.createdAt), now)}, {scan.requestedBy}
              {scan.wasKnown === true && ` · ${t('scan.known')}`}
              {scan.stage !== undefined && ` · ${t(`scan.stage.${scan.stage}`)}`}
              {scan.bytes !== undefined && scan.bytes > 0 && ` · ${formats.bytes(scan.bytes)}`}
            </div>
            {scan.error !== undefined && <div className={images.warn}>{scan.error}</div>}
          </div>
          <StatusMark tone={tones[scan.state]}>{t(`scan.state.${scan.state}`)}</StatusMark>
        </li>
      ))}
    </ul>
  );
}
