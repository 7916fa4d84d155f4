"""What a user chooses for an order beside its devices."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.neutrality import BlockOrder, Entity
from lingtan.services.credits.verdicts import credit_packs
from lingtan.services.orders.choose import choices
from lingtan.services.orders.lots import Choices

__all__ = ["OrderHeader"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHeader:
    """Number, parties, buffer quantile, rules and which blocks go first; the payer only where it is another one than the holder."""

    number: str
    manufacturer: str
    holder: str
    holder_id: str
    payer: str = ""
    payer_id: str = ""
    quantile: float | None = None
    rules: str = "credits-voluntary"
    preference: str = BlockOrder.OLDEST_VINTAGE.value

    def entity(self) -> Entity:
        """The holder. Raises InputError `ENTITY_INCOMPLETE`."""
        return Entity(name=self.holder.strip(), identifier=self.holder_id.strip())

    def payer_entity(self) -> Entity | None:
        """Who pays, where it is another one. Raises InputError `ENTITY_INCOMPLETE`."""
        named = self.payer.strip() or self.payer_id.strip()
        return Entity(name=self.payer.strip(), identifier=self.payer_id.strip()) if named else None

    def choices(self) -> Choices:
        """Policy, rule pack and preference. Raises InputError `CREDIT_RULES`, `CREDIT_PREFERENCE`, `POLICY_QUANTILE`."""
        if self.rules not in credit_packs():
            raise InputError("CREDIT_RULES", place="rules", got=self.rules, known=", ".join(credit_packs()))
        if self.preference not in set(BlockOrder):
            raise InputError("CREDIT_PREFERENCE", place="preference", got=self.preference, known=", ".join(BlockOrder))
        plain = choices(self.quantile, self.rules)
        return Choices(policy=plain.policy, rule_pack=plain.rule_pack, preference=BlockOrder(self.preference))
