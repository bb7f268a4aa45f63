"""The library as an MCP server: ask, claims, disagreements, check_quote, documents, over standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from assistant.assistant import Assistant
from assistant.errors import AccordingToError
from assistant.tools import Tools

_INSTRUCTIONS = (
    "Answers come from documents that somebody curated. A statement whose voice is `attributed` is somebody's claim: "
    "repeat it with its claimant, never as a fact. Quotations are exact; keep them so."
)


def server(assistant: Assistant) -> MCPServer[Any]:
    """Return the server over one library; every tool only reads."""
    tools = Tools(assistant)
    made: MCPServer[Any] = MCPServer("accordingto", instructions=_INSTRUCTIONS, log_level="WARNING")
    for tool in (tools.ask, tools.claims, tools.disagreements, tools.check_quote, tools.documents):
        made.add_tool(_explained(tool), annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return made


def _explained(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Hand an error of ours to the client as its sentence."""

    @wraps(tool)
    def called(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the tool takes and gives
        try:
            return tool(*given, **named)
        except AccordingToError as error:
            raise ToolError(str(error)) from error

    return called


def serve(assistant: Assistant) -> None:
    """Serve until the client hangs up."""
    server(assistant).run("stdio")
