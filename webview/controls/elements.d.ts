// The toolkit's elements as JSX knows them; React sets what they have as properties and all else as attributes.
import type {
  Button,
  Checkbox,
  Dropdown,
  Link,
  Option,
  TextArea,
  TextField,
} from '@vscode/webview-ui-toolkit';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type ToolkitElement<E extends HTMLElement, P = object> = DetailedHTMLProps<HTMLAttributes<E>, E> & P;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ToolkitElement<Button, { appearance?: string; disabled?: boolean }>;
      'vscode-checkbox': ToolkitElement<Checkbox, { disabled?: boolean }>;
      'vscode-divider': ToolkitElement<HTMLElement>;
      'vscode-dropdown': ToolkitElement<Dropdown, { disabled?: boolean }>;
      'vscode-link': ToolkitElement<Link, { href?: string }>;
      'vscode-option': ToolkitElement<Option, { value?: string; disabled?: boolean }>;
      'vscode-tag': ToolkitElement<HTMLElement>;
      'vscode-text-area': ToolkitElement<
        TextArea,
        { value?: string; disabled?: boolean; rows?: number; resize?: string; spellcheck?: boolean }
      >;
      'vscode-text-field': ToolkitElement<
        TextField,
        { value?: string; disabled?: boolean; placeholder?: string; spellcheck?: boolean }
      >;
    }
  }
}
