// The worker that knows YAML and schemas.
import 'monaco-yaml/yaml.worker.js';
