// Registers the toolkit's elements with the browser. Nothing outside this folder knows that there is a toolkit: to
// replace it is to write the components of this folder anew (docs/decisions/0012).
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDivider,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeTag,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import './controls.css';

let isRegistered = false;

/** Called by every component before it makes its first element: one made earlier would lose what is set on it. */
export function ensureToolkit(): void {
  if (isRegistered) return;
  isRegistered = true;
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDivider(),
    vsCodeDropdown(),
    vsCodeLink(),
    vsCodeOption(),
    vsCodeTag(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
}
