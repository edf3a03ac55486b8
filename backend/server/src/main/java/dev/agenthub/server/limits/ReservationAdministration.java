package dev.agenthub.server.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Role;
import dev.agenthub.api.Settlement;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.agents.Money;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What administrators do with reservations of runs whose outcome is unknown: each is settled once, as an audit event. Thread-safe. */
public final class ReservationAdministration {
    private static final String FIND = """
            select r.run_id, u.request_id, a.title, r.workspace_id, r.connector_id, r.currency, r.amount, r.reserved_at
              from hub.reservation r
              join hub.run u on u.org_id = r.org_id and u.id = r.run_id
              join hub.approval_request a on a.org_id = u.org_id and a.id = u.request_id
             where r.org_id = :org and\s""";

    private final OrgTransactions transactions;

    public ReservationAdministration(OrgTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A page of unsettled reservations, oldest first.
     *
     * @param after the last reservation of the previous page; null for the first page
     */
    public Page<Reservation> list(MemberCaller caller, @Nullable UUID after, int limit) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            List<Reservation> found = found(handle, caller.org(),
                    "r.state = 'unknown'" + (after == null ? "" : " and r.run_id > :after")
                            + " order by r.run_id limit "
                            + (limit + 1),
                    after == null ? Map.of() : Map.of("after", after));
            List<Reservation> page = found.subList(0, Math.min(limit, found.size()));
            return new Page<>(page, found.size() > limit ? page.getLast().reservation().toString() : null);
        });
    }

    /**
     * A run's reservation, settled or not.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static Reservation require(Handle handle, UUID org, UUID reservation) {
        return found(handle, org, "r.run_id = :id", Map.of("id", reservation)).stream().findFirst()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** Whether it is still unknown whether the amount was spent. */
    public static boolean isUnknown(Handle handle, UUID org, UUID reservation) {
        return !found(handle, org, "r.run_id = :id and r.state = 'unknown'", Map.of("id", reservation)).isEmpty();
    }

    /**
     * Settles a reservation: the amount is spent, or available again.
     *
     * @throws RefusedException FORBIDDEN; RESERVATION_SETTLED where a member settled it
     *        before; RESERVATION_NOT_UNKNOWN where the run is in progress, or its outcome settled it
     */
    public static Recorded<Reservation> settle(Handle handle, UUID org, Author by, Reservation unknown,
            Settlement settlement) {
        by.person().require(Role.OWNER, Role.ADMIN);
        return Recorded.of(unknown, Budgets.settleUnknown(handle, org, by, unknown, settlement)
                .orElseThrow(() -> refusal(handle, org, unknown.reservation())));
    }

    /** A settled reservation does not change the run's outcome, which stays unknown. */
    private static RefusedException refusal(Handle handle, UUID org, UUID run) {
        Optional<String> outcome = handle.createQuery("select outcome from hub.run where org_id = :org and id = :run")
                .bind("org", org).bind("run", run).mapTo(String.class).findOne();
        return new RefusedException(outcome.equals(Optional.of("unknown"))
                ? ErrorCode.RESERVATION_SETTLED
                : ErrorCode.RESERVATION_NOT_UNKNOWN);
    }

    private static List<Reservation> found(Handle handle, UUID org, String condition, Map<String, UUID> values) {
        return handle.createQuery(FIND + condition)
                .bind("org", org).bindMap(values)
                .map((row, _) -> new Reservation(Rows.uuid(row, "run_id"), Rows.uuid(row, "request_id"),
                        row.getString("title"), Rows.uuid(row, "workspace_id"), Rows.uuid(row, "connector_id"),
                        row.getString("currency"),
                        Money.text(row.getBigDecimal("amount"), row.getString("currency")),
                        Rows.instant(row, "reserved_at")))
                .list();
    }
}
