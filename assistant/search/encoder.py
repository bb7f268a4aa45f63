"""Build the int8 ONNX graph of a sentence encoder from its weights, without torch.

The architecture is BERT's encoder (Devlin et al. 2019), mean pooling and unit length as in
Sentence-BERT (Reimers & Gurevych 2019). Attention uses ONNX Runtime's fused operator; matrix
products and the embedding table are quantized dynamically to int8, one scale a channel.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

log = logging.getLogger(__name__)

_FUSED = "com.microsoft"


@dataclass(frozen=True)
class Shape:
    """How an encoder is laid out."""

    layers: int
    heads: int
    hidden: int
    """Numbers a token is made of between the layers."""
    epsilon: float
    """What keeps layer normalization from dividing by nothing."""


class _Graph:
    """Collects nodes and weights; every method returns the name of what it made."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []

    def constant(self, name: str, value: Any) -> str:  # noqa: ANN401 - an array of any element type
        from onnx import numpy_helper

        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], **attributes: Any) -> str:  # noqa: ANN401 - as onnx takes them
        from onnx import helper

        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], name=f"{output}_node", **attributes))
        return output

    def linear(self, x: str, layer: str) -> str:
        weight = self.constant(f"{layer}.weight", self.weights[f"{layer}.weight"].T)
        bias = self.constant(f"{layer}.bias", self.weights[f"{layer}.bias"])
        return self.node("Add", [self.node("MatMul", [x, weight]), bias])

    def normalized(self, x: str, layer: str, epsilon: float) -> str:
        weight = self.constant(f"{layer}.weight", self.weights[f"{layer}.weight"])
        bias = self.constant(f"{layer}.bias", self.weights[f"{layer}.bias"])
        return self.node("LayerNormalization", [x, weight, bias], axis=-1, epsilon=epsilon)


def build(weights: Mapping[str, Any], shape: Shape, target: Path) -> None:
    """Write the int8 graph made from weights, by their names in BERT's published files, to `target`, atomically.

    Its inputs are input_ids and attention_mask, int64, (texts, tokens); its outputs are
    sentence_embedding, float32, (texts, hidden size), each row of unit length, and
    token_embeddings, float32, (texts, tokens, hidden size), as the last layer leaves them.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = _Graph(weights)
    _encoder(graph, shape)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        full, small = Path(folder) / "fp32.onnx", Path(folder) / "int8.onnx"
        onnx.save(_model(graph, shape.hidden), str(full))
        _quiet(
            quantize_dynamic,
            full,
            small,
            op_types_to_quantize=["MatMul", "Gather"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        small.replace(target)


def _quiet(quantize: Any, *args: object, **options: object) -> None:  # noqa: ANN401 - the library's own callable
    """Run the quantizer without the advice it logs on the root logger: the graph needs no preparation."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        quantize(*args, **options)
    finally:
        root.setLevel(level)


def _model(graph: _Graph, hidden: int) -> Any:  # noqa: ANN401 - onnx ships no types
    from onnx import TensorProto, checker, helper

    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [
        helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["texts", hidden]),
        helper.make_tensor_value_info("token_embeddings", TensorProto.FLOAT, ["texts", "tokens", hidden]),
    ]
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.initializers)
    model = helper.make_model(made, opset_imports=opsets, ir_version=10)
    checker.check_model(model)
    return model


def _encoder(g: _Graph, shape: Shape) -> None:
    """Lay the whole network, from token ids to the pooled, normalized sentence embedding."""
    epsilon, heads = shape.epsilon, shape.heads
    x = _embeddings(g, epsilon)
    mask = g.node("Cast", ["attention_mask"], to=6)  # int32, as the fused attention wants its key padding mask
    root_two = g.constant("root_two", np.array(2**0.5, np.float32))
    half = g.constant("half", np.array(0.5, np.float32))
    one = g.constant("one", np.array(1, np.float32))
    for number in range(shape.layers):
        layer = f"encoder.layer.{number}"
        query, key, value = (g.linear(x, f"{layer}.attention.self.{part}") for part in ("query", "key", "value"))
        attended = g.node("MultiHeadAttention", [query, key, value, "", mask], num_heads=heads, domain=_FUSED)
        attended = g.linear(attended, f"{layer}.attention.output.dense")
        x = g.normalized(g.node("Add", [attended, x]), f"{layer}.attention.output.LayerNorm", epsilon)
        inner = g.linear(x, f"{layer}.intermediate.dense")
        gate = g.node("Add", [g.node("Erf", [g.node("Div", [inner, root_two])]), one])
        gelu = g.node("Mul", [g.node("Mul", [inner, gate]), half])
        x = g.normalized(
            g.node("Add", [g.linear(gelu, f"{layer}.output.dense"), x]), f"{layer}.output.LayerNorm", epsilon
        )
    _pooled(g, x)


def _embeddings(g: _Graph, epsilon: float) -> str:
    """Sum word, position and (first) token type embeddings."""
    words = g.node("Gather", [g.constant("words", g.weights["embeddings.word_embeddings.weight"]), "input_ids"])
    length = g.node("Shape", ["input_ids"], start=1, end=2)
    positions = g.node(
        "Slice",
        [
            g.constant("positions", g.weights["embeddings.position_embeddings.weight"]),
            g.constant("from_first", np.array([0], np.int64)),
            length,
            g.constant("rows", np.array([0], np.int64)),
        ],
    )
    kind = g.constant("kind", g.weights["embeddings.token_type_embeddings.weight"][0])
    return g.normalized(g.node("Add", [g.node("Add", [words, positions]), kind]), "embeddings.LayerNorm", epsilon)


def _pooled(g: _Graph, x: str) -> None:
    """Mean over the real tokens, then unit length."""
    tokens = g.constant("token_axis", np.array([1], np.int64))
    last = g.constant("last_axis", np.array([2], np.int64))
    mask = g.node("Unsqueeze", [g.node("Cast", ["attention_mask"], to=1), last])
    total = g.node("ReduceSum", [g.node("Mul", [x, mask]), tokens], keepdims=0)
    count = g.node("ReduceSum", [mask, tokens], keepdims=0)
    mean = g.node("Div", [total, g.node("Clip", [count, g.constant("tiny", np.array(1e-9, np.float32))])])
    length = g.node("Sqrt", [g.node("ReduceSum", [g.node("Mul", [mean, mean]), tokens], keepdims=1)])
    from onnx import helper

    g.nodes.append(helper.make_node("Div", [mean, length], ["sentence_embedding"], name="unit_length"))
    g.nodes.append(helper.make_node("Identity", [x], ["token_embeddings"], name="tokens"))
