import { Fragment, memo, type ReactNode } from 'react';
import { isOurLink } from '../../../main/contract/links.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import styles from './Help.module.css';
import type { Block, Inline } from './markdown.ts';
import { blocksOf, pictureOf, targetOf } from './pages.ts';

/** One page, made of elements of ours: nothing that is written in it can be more than text, a link or a picture. */
export const HelpPage = memo(function HelpPage({ page }: { page: string }) {
  const { language } = useText();
  return inOrder(blocksOf(page, language), (block) => <Shown block={block} page={page} />);
});

/** A page does not change: the place of a part is its name. */
const inOrder = <Part,>(parts: readonly Part[], show: (part: Part) => ReactNode): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its place
  parts.map((part, at) => <Fragment key={at}>{show(part)}</Fragment>);

function Shown({ block, page }: { block: Block; page: string }) {
  switch (block.kind) {
    case 'heading': {
      // The window's own title is the first level.
      const Level = `h${Math.min(block.level + 1, 5)}` as 'h2' | 'h3' | 'h4' | 'h5';
      return (
        <Level id={block.id}>
          <Line parts={block.parts} page={page} />
        </Level>
      );
    }
    case 'code':
      return (
        <pre className={styles.code} tabIndex={0}>
          {block.text}
        </pre>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {inOrder(block.items, (parts) => (
            <li>
              <Line parts={parts} page={page} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return (
        <div className={styles.wide} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {inOrder(block.head, (cell) => (
                  <th>
                    <Line parts={cell} page={page} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {inOrder(block.rows, (row) => (
                <tr>
                  {inOrder(row, (cell) => (
                    <td>
                      <Line parts={cell} page={page} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    default:
      return (
        <p>
          <Line parts={block.parts} page={page} />
        </p>
      );
  }
}

const Line = ({ parts, page }: { parts: readonly Inline[]; page: string }) =>
  inOrder(withSigns(parts), ({ part, sign }) =>
    sign === '' ? (
      <Words part={part} page={page} />
    ) : (
      <span className={styles.withSign}>
        <Words part={part} page={page} />
        {sign}
      </span>
    ),
  );

/** A line may break behind a button, whatever follows: the signs that end its sentence stay with it. */
const SIGNS = /^[.,;:!?)\]。，、；：！？）”]+/;

function withSigns(parts: readonly Inline[]): { part: Inline; sign: string }[] {
  const signs = parts.map((part, at) =>
    part.kind === 'text' && parts[at - 1]?.kind === 'link' ? (SIGNS.exec(part.text)?.[0] ?? '') : '',
  );
  return parts.map((part, at) => ({
    part: part.kind === 'text' ? { ...part, text: part.text.slice(signs[at]?.length ?? 0) } : part,
    sign: signs[at + 1] ?? '',
  }));
}

function Words({ part, page }: { part: Inline; page: string }) {
  const { language } = useText();
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'picture':
      return <img className={styles.picture} src={pictureOf(part.from, page, language)} alt={part.text} />;
    case 'link':
      return <Link to={part.to} parts={part.parts} page={page} />;
    default: {
      const Marked = part.kind === 'strong' ? 'b' : 'em';
      return (
        <Marked>
          <Line parts={part.parts} page={page} />
        </Marked>
      );
    }
  }
}

function Link({ to, parts, page }: { to: string; parts: readonly Inline[]; page: string }) {
  const { language } = useText();
  const readHelp = useStore((store) => store.readHelp);
  const target = targetOf(to, page, language);
  const words = <Line parts={parts} page={page} />;
  if (target.kind === 'page')
    return (
      <button type="button" className={styles.link} onClick={() => readHelp(target.place)}>
        {words}
      </button>
    );
  if (target.kind === 'web' && isOurLink(target.address))
    return (
      <a href={target.address} target="_blank" rel="noreferrer">
        {words}
      </a>
    );
  return words;
}
