import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { tellError } from '../tell-errors.ts';
import { Button } from './Button.tsx';
import { Empty } from './Empty.tsx';

/** Shows what it is given; where that fails to be drawn, that it did, and a way to try again. React takes only a class for it. */
export class Fallback extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override componentDidCatch(error: unknown) {
    tellError(error);
  }

  override render() {
    return this.state.failed ? <Failed onAgain={() => this.setState({ failed: false })} /> : this.props.children;
  }
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const { t } = useText();
  return (
    <Empty
      icon={CircleAlert}
      title={t('fault.screen')}
      text={t('fault.screen.text')}
      actions={
        <Button variant="primary" onClick={onAgain}>
          {t('fault.again')}
        </Button>
      }
    />
  );
}
