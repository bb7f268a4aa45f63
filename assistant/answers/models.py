"""Language models by one setting, `provider:model`, through LlamaIndex's LLM interface.

Keys come from the provider's own environment variable and are never stored or logged. Nothing is downloaded: a
model in process is a file that stands on this machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.errors import ModelMissing, SettingsError
from assistant.settings import Settings

LOCAL_KEY = "none"
"""What an OpenAI-compatible server on one's own machine is sent where it asks for no key."""


Held = Callable[[Mapping[str, Any]], dict[str, Any]]

CONTEXT = 4096
"""Tokens of context a model on this machine is given: the rules, the claims of an answer, and what is written."""


@dataclass(frozen=True)
class Provider:
    """One kind of model."""

    extra: str
    """The extra of this distribution that installs it."""
    module: str
    """The integration's module."""
    key: str | None
    """The environment variable that holds its key; None where there is none."""
    build: Callable[[Any, str, Settings, str | None], LLM]
    """From module, model name, settings and key to the model."""
    key_required: bool = True
    """Whether it answers nobody without a key."""
    environ: Mapping[str, str] = field(default_factory=dict)
    """Set, where it is not set, before its module is loaded."""
    held: Held = field(default=lambda _: {})
    """From a JSON schema to the arguments of a call that hold the model to it; none where it has no means."""


def open_model(settings: Settings) -> LLM:
    """Open the model the settings name.

    Raises:
        SettingsError: the setting is not provider:model, the provider is unknown, or its key is not set.
        ModelMissing: the provider's extra is not installed, or a model file does not exist.
    """
    name, colon, model = (settings.llm or "").partition(":")
    provider = PROVIDERS.get(name)
    if provider is None or not colon or not model:
        raise SettingsError(
            f"ACCORDINGTO_LLM is written provider:model, with one of {', '.join(PROVIDERS)}; not {settings.llm!r}."
        )
    for variable, value in provider.environ.items():
        os.environ.setdefault(variable, value)
    module = _module(name, provider)
    key = os.environ.get(provider.key) if provider.key else None
    if provider.key and provider.key_required and not key:
        raise SettingsError(f"{name} needs a key: set the environment variable {provider.key}.")
    return provider.build(module, model, settings, key)


def held_by(settings: Settings) -> Held:
    """Return how the model the settings name is held to a JSON schema by its own means."""
    provider = PROVIDERS.get((settings.llm or "").partition(":")[0])
    return provider.held if provider is not None and settings.llm_schema else lambda _: {}


def _module(name: str, provider: Provider) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(provider.module)
    except ImportError as error:
        raise ModelMissing(
            f"The model provider {name} is not installed. Install it with: "
            f"python -m pip install 'accordingto[{provider.extra}]'"
        ) from error


def _openai(module: Any, model: str, settings: Settings, key: str | None) -> LLM:  # noqa: ANN401
    built: LLM = module.OpenAILike(
        model=model,
        api_base=settings.llm_url or "https://api.openai.com/v1",
        api_key=key or LOCAL_KEY,
        is_chat_model=True,
        temperature=0.0,
        max_tokens=settings.llm_tokens,
        timeout=settings.llm_timeout,
        max_retries=0,
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return built


def _held_openai(schema: Mapping[str, Any]) -> dict[str, Any]:
    named = {"name": "reply", "schema": schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def _openai_like(module: Any, model: str, settings: Settings, key: str | None) -> LLM:  # noqa: ANN401
    if not settings.llm_url:
        raise SettingsError("openai-like needs ACCORDINGTO_LLM_URL, such as http://localhost:8000/v1.")
    return _openai(module, model, settings, key)


def _anthropic(module: Any, model: str, settings: Settings, key: str | None) -> LLM:  # noqa: ANN401
    built: LLM = module.Anthropic(
        model=model,
        api_key=key,
        base_url=settings.llm_url,
        temperature=0.0,
        max_tokens=settings.llm_tokens,
        timeout=settings.llm_timeout,
        max_retries=0,
    )
    try:
        _ = built.metadata  # the integration looks its models up in a list of its own, and asks for it at every call
    except ValueError as error:
        raise SettingsError(
            f"The integration for anthropic does not know the model {model!r}. Name another, or bring it up to date: "
            "python -m pip install --upgrade llama-index-llms-anthropic"
        ) from error
    return built


def _ollama(module: Any, model: str, settings: Settings, _key: str | None) -> LLM:  # noqa: ANN401
    built: LLM = module.Ollama(
        model=model,
        base_url=settings.llm_url or "http://localhost:11434",
        temperature=0.0,
        context_window=CONTEXT,
        request_timeout=settings.llm_timeout,
        additional_kwargs={"num_predict": settings.llm_tokens},
    )
    return built


def _llama_cpp(module: Any, model: str, settings: Settings, _key: str | None) -> LLM:  # noqa: ANN401
    path = _model_file(model)
    threads = settings.threads or os.cpu_count()
    built: LLM = _holdable(module.LlamaCPP)(
        model_path=str(path),
        temperature=0.0,
        max_new_tokens=settings.llm_tokens,
        context_window=CONTEXT,
        model_kwargs={"n_threads": threads, "n_threads_batch": threads},
        verbose=False,
    )
    built.messages_to_prompt = _template(built)  # type: ignore[assignment]
    return built


def _model_file(model: str) -> Path:
    """Return the file of a model: a path, or the name of an installed package that carries one GGUF file."""
    path = Path(model).expanduser()
    if path.is_file():
        return path
    spec = find_spec(model.replace("-", "_")) if model.replace("-", "_").isidentifier() else None
    places = spec.submodule_search_locations if spec is not None else None
    files = [file for place in places or () for file in sorted(Path(place).glob("*.gguf"))]
    if not files:
        raise ModelMissing(f"There is no model file {model}; llama-cpp wants a GGUF file on this machine.")
    return files[0]


def _holdable(base: Any) -> Any:  # noqa: ANN401 - the integration's class, known only once it is imported
    """Return LlamaIndex's class with a grammar for each call; the one it is built with would hold for all of them."""

    class LlamaCPPHeld(base):  # type: ignore[misc]
        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:  # noqa: ANN401
            self.generate_kwargs["grammar"] = kwargs.pop("grammar", None)
            return super().stream_complete(prompt, formatted, **kwargs)

    return LlamaCPPHeld


def _held_llama_cpp(schema: Mapping[str, Any]) -> dict[str, Any]:
    grammar = import_module("llama_cpp").LlamaGrammar
    return {"grammar": grammar.from_json_schema(json.dumps(schema), verbose=False)}


def _template(model: Any) -> Callable[[list[ChatMessage]], str]:  # noqa: ANN401
    """Return how a model in process wants its messages: by the template in its file, else ChatML."""
    from jinja2.sandbox import SandboxedEnvironment

    known = model._model.metadata
    source = known.get("tokenizer.chat_template")
    template = SandboxedEnvironment().from_string(source) if source else None

    def prompt(messages: list[ChatMessage]) -> str:
        told = [{"role": one.role.value, "content": one.content or ""} for one in messages]
        if template is not None:
            return template.render(messages=told, add_generation_prompt=True, bos_token="", eos_token="")
        return "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in told) + "<|im_start|>assistant\n"

    return prompt


_WAITING = {"OMP_WAIT_POLICY": "passive"}
"""Threads that wait for one another sleep: on cores that others use, too, spinning takes more time than the model."""
_OPENAI_KEY = "OPENAI_API_KEY"
PROVIDERS = {
    "openai": Provider("openai-like", "llama_index.llms.openai_like", _OPENAI_KEY, _openai, held=_held_openai),
    "openai-like": Provider(
        "openai-like", "llama_index.llms.openai_like", _OPENAI_KEY, _openai_like, False, held=_held_openai
    ),
    "anthropic": Provider("anthropic", "llama_index.llms.anthropic", "ANTHROPIC_API_KEY", _anthropic),
    "ollama": Provider(
        "ollama", "llama_index.llms.ollama", None, _ollama, held=lambda schema: {"format": dict(schema)}
    ),
    "llama-cpp": Provider(
        "llama-cpp", "llama_index.llms.llama_cpp", None, _llama_cpp, environ=_WAITING, held=_held_llama_cpp
    ),
}
"""The kinds of model, by the word before the colon."""
