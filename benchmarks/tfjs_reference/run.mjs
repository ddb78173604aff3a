// Runs a TensorFlow.js graph model in plain JavaScript (backend "cpu"), without anything of Ogam.
// node run.mjs MODEL.json INPUT_NAME SHAPE DTYPE INPUT.f32 OUTPUT_FOLDER NODE…
// Writes OUTPUT_FOLDER/I.f32 for each node and OUTPUT_FOLDER/about.json: the version, and the shapes.
import fs from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

const [modelFile, inputName, shape, dtype, inputFile, folder, ...nodes] = process.argv.slice(2);
const bytes = (file) => {
  const buffer = fs.readFileSync(file);
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
};
const data = JSON.parse(fs.readFileSync(modelFile, 'utf8'));
const shards = data.weightsManifest.flatMap((group) => group.paths).map((name) => fs.readFileSync(path.join(path.dirname(modelFile), name)));
const joined = Buffer.concat(shards);

await tf.setBackend('cpu');
const model = await tf.loadGraphModel(tf.io.fromMemory({
  modelTopology: data.modelTopology,
  signature: data.signature ?? data.userDefinedMetadata?.signature,
  weightSpecs: data.weightsManifest.flatMap((group) => group.weights),
  weightData: joined.buffer.slice(joined.byteOffset, joined.byteOffset + joined.byteLength),
}));
const values = new Float32Array(bytes(inputFile));
const input = tf.tensor(dtype === 'int32' ? Int32Array.from(values) : values, shape.split(',').map(Number), dtype);
const executed = model.execute({ [inputName]: input }, nodes);
const outputs = Array.isArray(executed) ? executed : [executed];
outputs.forEach((tensor, i) => fs.writeFileSync(path.join(folder, `${i}.f32`), Buffer.from(Float32Array.from(tensor.dataSync()).buffer)));
fs.writeFileSync(path.join(folder, 'about.json'), JSON.stringify({ version: tf.version.tfjs, shapes: outputs.map((tensor) => tensor.shape) }));
