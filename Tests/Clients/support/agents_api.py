"""The vendor's client of the Agents API, `luma-agents`, and what it says about answers."""

import luma_agents
import pydantic

from support.stack import KEY
from support.waiting import wait_until


def client(simulator, key=KEY, **options):
    options = {"max_retries": 0, "timeout": 20, **options}
    return luma_agents.Luma(auth_token=key, base_url=f"{simulator.base}/v1", **options)


def ended(agents, generation_id):
    """The generation once it has ended."""

    def poll():
        generation = agents.generations.get(generation_id)
        return generation if generation.state in ("completed", "failed") else None

    return wait_until(poll, f"generation {generation_id} ends")


def differences(model, path=""):
    """Members of an answer that the client does not know, and members that it knows and the answer does not have."""
    if isinstance(model, list):
        return [found for index, item in enumerate(model) for found in differences(item, f"{path}[{index}]")]
    if not isinstance(model, pydantic.BaseModel):
        return []
    # The service has them since the release that this client is from.
    later = {"bounds"} if type(model).__name__.endswith("Layer") else set()
    # Only layers have it.
    optional = {"layer"}
    found = [f"{path}.{name}: not known" for name in set(model.model_extra or {}) - later]
    found += [f"{path}.{name}: missing" for name in set(type(model).model_fields) - model.model_fields_set - optional]
    for name in type(model).model_fields:
        found += differences(getattr(model, name), f"{path}.{name}")
    return found
