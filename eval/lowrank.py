"""A published encoder with low-rank changes that learn (LoRA, Hu et al. 2022), by the library peft."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import UsageError
from assistant.search.adapting import DOWN, UP
from assistant.search.encoder import Shape

if TYPE_CHECKING:
    from peft.tuners.lora import LoraLayer


def require_torch() -> None:
    """Raise UsageError, naming what is missing, where nothing can be learnt."""
    if missing := [name for name in ("torch", "transformers", "peft") if find_spec(name) is None]:
        raise UsageError(f"Learning needs {' and '.join(missing)}: pip install 'accordingto[training]'.")


class LowRank:
    """BERT's encoder, all of whose matrix products may change by thin ones."""

    def __init__(self, weights: Mapping[str, Any], shape: Shape, rank: int, dropout: float) -> None:
        """Take the weights by their names in BERT's files, the layout, and how thin the changes are."""
        import torch
        from peft import LoraConfig, get_peft_model
        from transformers import BertConfig, BertModel

        words, inner = (
            weights["embeddings.word_embeddings.weight"],
            weights["encoder.layer.0.intermediate.dense.weight"],
        )
        config = BertConfig(
            vocab_size=words.shape[0],
            hidden_size=words.shape[1],
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=inner.shape[0],
            max_position_embeddings=weights["embeddings.position_embeddings.weight"].shape[0],
            type_vocab_size=weights["embeddings.token_type_embeddings.weight"].shape[0],
            layer_norm_eps=shape.epsilon,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        model = BertModel(config, add_pooling_layer=False)
        model.load_state_dict({name: torch.tensor(np.array(one)) for name, one in weights.items()}, strict=False)
        lora = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=dropout, target_modules="all-linear")
        self._model = get_peft_model(model, lora)

    @property
    def parameters(self) -> list[Any]:
        """What learns."""
        return [one for one in self._model.parameters() if one.requires_grad]

    @property
    def _changes(self) -> dict[str, LoraLayer]:
        """The products that are changed, by their names in BERT's files."""
        from peft.tuners.lora import LoraLayer

        layers = self._model.base_model.model.named_modules()
        return {name: one for name, one in layers if isinstance(one, LoraLayer)}

    def train(self, on: bool) -> None:
        """Switch dropout on or off."""
        self._model.train(on)

    def hidden(self, ids: Any, mask: Any) -> Any:  # noqa: ANN401
        """Return what the last layer makes of tokens: (texts, tokens, hidden size)."""
        return self._model(input_ids=ids, attention_mask=mask).last_hidden_state

    def keep(self, strength: float) -> None:
        """Keep so much, 0..1, of what was learnt."""
        for change in self._changes.values():
            change.scale_layer(strength)

    def save(self, file: Path, extras: Mapping[str, Any] | None = None) -> None:
        """Write the changes, and tensors beside them, as `search/adapting.py` reads them, in half precision."""
        from safetensors.numpy import save_file

        file.parent.mkdir(parents=True, exist_ok=True)
        kept = dict(extras or {})
        for name, one in self._changes.items():
            (adapter,) = one.scaling
            kept[name + UP] = one.lora_B[adapter].weight * one.scaling[adapter]
            kept[name + DOWN] = one.lora_A[adapter].weight
        save_file({name: one.detach().numpy().astype(np.float16) for name, one in kept.items()}, file)
