import { type ClipboardEvent, type ReactNode, useId } from 'react';
import { serversIn } from '../../../main/contract/server-list.ts';
import { LOCAL, SERVER_COLOURS, SERVER_LABEL_MOST } from '../../../main/contract/servers.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { faultsOf, isHere, type ServerFault, type ServerFields } from '../../lib/server-draft.ts';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import type { ServerSheetSlice, Trial } from '../../store/server-sheet.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ColourDot } from '../../ui/ColourDot.tsx';
import { Glyph, State } from '../../ui/glyphs.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { faultText } from './fault-text.ts';
import { isOn } from './looks.ts';
import styles from './ServerSheet.module.css';
import { TlsFieldset } from './TlsFieldset.tsx';

/** Adds servers to the list, or changes one. */
export function ServerSheet() {
  const sheet = useStore((store) => store.serverSheet);
  return sheet === null ? null : <Form sheet={sheet} />;
}

const KINDS = ['attached', 'proxy', 'embedded'] as const;

function Form({ sheet }: { sheet: NonNullable<ServerSheetSlice['serverSheet']> }) {
  const text = useText();
  const { t } = text;
  const { id: editing, fields, sent, sending, problem, trials } = sheet;
  const list = useStore((store) => store.servers.list);
  const {
    editServerFields: edit,
    closeServerSheet,
    tryServer,
    sendServerSheet,
    readServers,
    readServersIn,
  } = useStore.getState();
  const id = useId();
  const { kind } = fields;
  const away = kind !== 'embedded';
  const { servers } = serversIn(fields.address);
  const several = editing === null && away && servers.length > 1;
  const faults = faultsOf(fields, editing !== null);
  const edited = list.find((info) => info.id === editing);
  const groups = [...new Set(list.map(({ server }) => server.group))].filter((group) => group !== '');
  // What nobody has typed yet is not called wrong before it is to be sent.
  const typed = (name: keyof typeof faults, value: string) => (sent || value !== '' ? faults[name] : undefined);
  /** What has lines or keys is a piece of a file. */
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    if (editing !== null || !/[\n=]/.test(pasted.trim())) return;
    event.preventDefault();
    void readServersIn(pasted).then((read) => {
      if (!read) edit({ address: pasted.trim() });
    });
  };
  return (
    <Sheet
      title={edited === undefined ? t('servers.sheet.add') : t('servers.sheet.edit', { name: labelOf(edited, t) })}
      open
      onClose={closeServerSheet}
      className={styles.sheet}
      foot={
        <>
          {away && (
            <Button large onClick={() => void tryServer()}>
              {t('servers.sheet.try')}
            </Button>
          )}
          {editing === null && (
            <Button large onClick={() => void readServers()}>
              {t('servers.import.button')}
            </Button>
          )}
          <span className="grow" />
          <Button large onClick={closeServerSheet}>
            {t('action.cancel')}
          </Button>
          <Button large variant="primary" disabled={sending} onClick={() => void sendServerSheet()}>
            {editing === null
              ? t('servers.sheet.send', { count: several ? servers.length : 1 })
              : t('servers.sheet.save')}
          </Button>
        </>
      }
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          void sendServerSheet();
        }}
      >
        {editing === null && (
          <div className={styles.kinds}>
            <Segmented
              label={t('servers.sheet.kind')}
              value={kind}
              options={KINDS.map((value) => ({ value, label: t(`servers.mode.${value}`) }))}
              onChange={(next) => edit({ kind: next })}
            />
            <p className="help">{t(`servers.sheet.kind.${kind}`)}</p>
          </div>
        )}
        <dl className={`form ${styles.form}`}>
          {away && (
            <Row
              id={`${id}-address`}
              label={t(kind === 'proxy' ? 'servers.sheet.upstream' : 'servers.sheet.address')}
              fault={typed('address', fields.address)}
              help={several ? t('servers.sheet.several', { count: servers.length }) : t('servers.sheet.address.help')}
            >
              <input
                {...marked(`${id}-address`, typed('address', fields.address))}
                className="field field--code"
                value={fields.address}
                placeholder="jobs.example:4730"
                autoFocus
                spellCheck={false}
                onPaste={onPaste}
                onChange={(event) => edit({ address: event.target.value })}
              />
            </Row>
          )}
          {away && (
            <TlsFieldset
              label={t(kind === 'proxy' ? 'servers.sheet.tls.upstream' : 'servers.sheet.tls')}
              tls={fields.tls}
              fault={faults.tls}
              onChange={(tls) => edit({ tls })}
            />
          )}
          {kind !== 'attached' && (
            <Row
              id={`${id}-port`}
              label={t(kind === 'proxy' ? 'servers.sheet.listen' : 'servers.sheet.port')}
              fault={faults.port}
              help={t('servers.sheet.port.help')}
            >
              <input
                {...marked(`${id}-port`, faults.port)}
                className="field field--short"
                inputMode="numeric"
                value={fields.port}
                autoFocus={!away}
                spellCheck={false}
                onChange={(event) => edit({ port: event.target.value })}
              />
            </Row>
          )}
          {kind === 'proxy' && (
            <>
              <TlsFieldset
                own
                label={t('servers.sheet.tls.own')}
                tls={fields.ownTls}
                fault={sent || fields.ownTls.certificate !== '' || fields.ownTls.key !== '' ? faults.ownTls : undefined}
                onChange={(ownTls) => edit({ ownTls })}
              />
              <dt>{t('servers.column.mode')}</dt>
              <dd>
                <Checkbox
                  label={t('servers.sheet.readOnly')}
                  checked={isReadOnly(fields)}
                  onChange={(readOnly) => edit({ readOnly })}
                />
                <p className="help">{t('servers.sheet.readOnly.help')}</p>
              </dd>
            </>
          )}
          {kind === 'attached' && (
            <Row id={`${id}-every`} label={t('servers.sheet.every')} fault={faults.every}>
              <input
                {...marked(`${id}-every`, faults.every)}
                className="field field--short"
                inputMode="decimal"
                value={fields.every}
                spellCheck={false}
                onChange={(event) => edit({ every: event.target.value })}
              />
              <span className="muted">{t('servers.sheet.seconds')}</span>
            </Row>
          )}
          <Row
            id={`${id}-label`}
            label={t('servers.sheet.label')}
            fault={faults.label}
            help={several ? t('servers.sheet.label.many') : undefined}
          >
            <input
              {...marked(`${id}-label`, faults.label)}
              className="field"
              value={fields.label}
              disabled={several}
              placeholder={away ? (servers[0]?.address ?? '') : `:${fields.port}`}
              spellCheck={false}
              onChange={(event) => edit({ label: event.target.value })}
            />
          </Row>
          <dt>{t('servers.sheet.colour')}</dt>
          <dd>
            <Segmented
              label={t('servers.sheet.colour')}
              value={fields.colour}
              options={SERVER_COLOURS.map((colour) => ({
                value: colour,
                label: t(`colour.${colour}`),
                face: <ColourDot colour={colour} />,
              }))}
              onChange={(colour) => edit({ colour })}
            />
          </dd>
          <Row id={`${id}-group`} label={t('servers.sheet.group')} help={t('servers.sheet.group.help')}>
            <input
              {...marked(`${id}-group`, undefined)}
              className="field"
              list={`${id}-groups`}
              value={fields.group}
              maxLength={SERVER_LABEL_MOST}
              spellCheck={false}
              onChange={(event) => edit({ group: event.target.value })}
            />
            <datalist id={`${id}-groups`}>
              {groups.map((group) => (
                <option key={group} value={group} />
              ))}
            </datalist>
          </Row>
          {editing !== LOCAL && (
            <>
              <dt />
              <dd>
                <Checkbox
                  label={t(kind === 'attached' ? 'servers.sheet.on.attached' : 'servers.sheet.on')}
                  checked={fields.on}
                  onChange={(on) => edit({ on })}
                />
                {kind !== 'attached' && !fields.on && edited !== undefined && isOn(edited) && (
                  <p className="help help--warn">{t(`servers.sheet.off.${kind}`)}</p>
                )}
              </dd>
            </>
          )}
        </dl>
        <button type="submit" hidden />
        <div className={styles.trials} role="status">
          {trials.map((trial) => (
            <Tried key={trial.address} trial={trial} />
          ))}
        </div>
        {problem !== null && (
          <p className="help help--error" role="alert">
            {problemText(problem, t)}
          </p>
        )}
      </form>
    </Sheet>
  );
}

const isReadOnly = ({ readOnly, address }: ServerFields): boolean =>
  readOnly ?? serversIn(address).servers.some((listed) => !isHere(listed.address));

const marked = (id: string, fault: ServerFault | undefined) => ({
  id,
  'aria-invalid': fault !== undefined,
  'aria-describedby': `${id}-help`,
});

interface RowProps {
  id: string;
  label: string;
  fault?: ServerFault | undefined;
  help?: string | undefined;
  children: ReactNode;
}

function Row({ id, label, fault, help, children }: RowProps) {
  const { t } = useText();
  return (
    <>
      <dt>
        <label htmlFor={id}>{label}</label>
      </dt>
      <dd>
        {children}
        <p id={`${id}-help`} className={fault === undefined ? 'help' : 'help help--error'}>
          {fault === undefined ? help : faultText(fault, t)}
        </p>
      </dd>
    </>
  );
}

function Tried({ trial: { address, answer } }: { trial: Trial }) {
  const { t, duration } = useText();
  if (answer === null)
    return (
      <State mark="queued" tone="active">
        {t('servers.sheet.trying', { address })}
      </State>
    );
  if ('problem' in answer)
    return (
      <div className={`state state--error ${styles.failed}`}>
        <Glyph mark="error" />
        <span>{problemText(answer.problem, t)}</span>
      </div>
    );
  const { milliseconds, version } = answer.tried;
  const values = { address, time: duration(milliseconds), version: version ?? '' };
  return (
    <State mark="ok" tone="ok">
      {t(version === null ? 'servers.sheet.tried.noVersion' : 'servers.sheet.tried', values)}
    </State>
  );
}
