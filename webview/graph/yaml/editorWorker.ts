// The worker that monaco gives what would hold up the page.
import 'monaco-editor/editor/editor.worker';
