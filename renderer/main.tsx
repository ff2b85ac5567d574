import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './theme/tokens.css';
import './theme/components.css';
import './theme/application.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './App.tsx';
import { tellErrors } from './tell-errors.ts';

// Without it zod tries to compile its checks, which the content security policy refuses and reports.
z.config({ jitless: true });

tellErrors();
createRoot(document.getElementById('root') as HTMLElement).render(<App />);
