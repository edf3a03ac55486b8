package dev.agenthub.server.governance.changes;

import dev.agenthub.api.Reservation;
import dev.agenthub.api.Settlement;
import dev.agenthub.api.SettlementOutcome;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.limits.ReservationAdministration;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Settles a reservation of which it is unknown whether it was spent. */
public record ReservationSettlement(Reservation reservation, Settlement settlement)
        implements
            GovernanceChange<Reservation> {

    /**
     * Settles the reservation of that run.
     *
     * @throws dev.agenthub.server.common.RefusedException NOT_FOUND
     */
    public static ReservationSettlement of(Handle handle, UUID org, UUID reservation, Settlement settlement) {
        return new ReservationSettlement(ReservationAdministration.require(handle, org, reservation), settlement);
    }

    /** As {@link #of}, from what {@link #after()} wrote. */
    public static ReservationSettlement frozen(Handle handle, UUID org, UUID reservation, JsonObject after) {
        return of(handle, org, reservation, new Settlement(
                SettlementOutcome.valueOf(after.string("outcome").toUpperCase(Locale.ROOT)), after.string("reason")));
    }

    @Override
    public ChangeKind kind() {
        return ChangeKind.RESERVATION_SETTLE;
    }

    @Override
    public Subject subject() {
        return new Subject(reservation.reservation().toString(), "run");
    }

    @Override
    public UUID workspace() {
        return reservation.workspace();
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Settle " + reservation.amount() + " " + reservation.currency() + " as "
                + (settlement.outcome() == SettlementOutcome.SPENT ? "spent" : "not spent");
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return ReservationAdministration.isUnknown(handle, org, reservation.reservation())
                ? state(JsonNull.NULL, JsonNull.NULL)
                : null;
    }

    @Override
    public JsonObject after() {
        return state(new JsonString(settlement.outcome().toString()), new JsonString(settlement.reason()));
    }

    private JsonObject state(JsonValue outcome, JsonValue reason) {
        return JsonObject.builder().put("amount", reservation.amount())
                .put("connector", reservation.connector().toString()).put("currency", reservation.currency())
                .put("outcome", outcome).put("reason", reason).put("request", reservation.request().toString())
                .put("run", reservation.reservation().toString()).put("workspace", reservation.workspace().toString())
                .build();
    }

    @Override
    public Recorded<Reservation> apply(Handle handle, UUID org, Author by) {
        return ReservationAdministration.settle(handle, org, by, reservation, settlement);
    }
}
