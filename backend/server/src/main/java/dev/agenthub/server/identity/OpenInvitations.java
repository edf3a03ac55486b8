package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Lists and withdraws codes that can still be redeemed, without their secrets. Owners and
 * administrators see all, others only their own. Thread-safe.
 */
public final class OpenInvitations {
    private static final String LIST = """
            select i.id, i.name, i.roles, i.groups, i.member_id, i.invited_by, m.name as invited_by_name, i.key_id, i.expires_at
              from invitation i left join member m on m.org_id = i.org_id and m.id = i.invited_by
             where i.org_id = :org and i.used_at is null and i.expires_at > :now and (:all or i.invited_by = :member)
               and (cast(:before as uuid) is null or i.id < cast(:before as uuid))
             order by i.id desc limit :limit
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    public OpenInvitations(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** A page of open invitations, newest first. */
    public Page<OpenInvitation> list(MemberCaller caller, @Nullable UUID before, int limit) {
        List<OpenInvitation> found = transactions.call(caller.own(),
                handle -> handle.createQuery(LIST)
                        .bind("org", caller.org()).bind("now", clock.instant()).bind("all", seesAll(caller.person()))
                        .bind("member", caller.member()).bind("before", before).bind("limit", limit + 1)
                        .map((row, _) -> invitation(row)).list());
        List<OpenInvitation> page = found.subList(0, Math.min(limit, found.size()));
        return new Page<>(page, found.size() > limit ? page.getLast().id().toString() : null);
    }

    private static boolean seesAll(StoredMember person) {
        return person.has(Role.OWNER, Role.ADMIN);
    }

    private static OpenInvitation invitation(ResultSet row) throws SQLException {
        return new OpenInvitation(Rows.uuid(row, "id"), row.getString("name"),
                MemberRows.roles(Rows.texts(row, "roles")),
                Rows.texts(row, "groups"), Rows.uuidOrNull(row, "member_id"), Rows.uuidOrNull(row, "invited_by"),
                row.getString("invited_by_name"), row.getString("key_id"), Rows.instant(row, "expires_at"));
    }

    /**
     * Withdraws a code.
     *
     * @throws RefusedException NOT_FOUND, also where it was redeemed or has ended; FORBIDDEN
     *        where another member invited an owner with it and the caller is no owner
     */
    public void withdraw(MemberCaller caller, UUID id) {
        transactions.run(caller.own(), handle -> {
            MemberRows.holdOne(handle, caller.org(), caller.member());
            StoredMember person = Author.of(caller).requireCurrent(handle, caller.org());
            Made made = lock(handle, caller.org(), id);
            boolean own = caller.member().equals(made.by());
            if (!own && !seesAll(person)) {
                throw new RefusedException(ErrorCode.NOT_FOUND);
            }
            if (!own && made.roles().contains(Role.OWNER)) {
                person.require(Role.OWNER);
            }
            handle.createUpdate("update invitation set expires_at = :now where org_id = :org and id = :id")
                    .bind("org", caller.org()).bind("id", id).bind("now", clock.instant()).execute();
            audit.append(handle, caller.org(), Revocation.withdrawn(caller.actor(), id));
        });
    }

    private Made lock(Handle handle, UUID org, UUID id) {
        return handle.createQuery("""
                select invited_by, roles from invitation
                 where org_id = :org and id = :id and used_at is null and expires_at > :now for update
                """)
                .bind("org", org).bind("id", id).bind("now", clock.instant())
                .map((row, _) -> new Made(Rows.uuidOrNull(row, "invited_by"),
                        MemberRows.roles(Rows.texts(row, "roles"))))
                .findOne().orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    private record Made(@Nullable UUID by, List<Role> roles) {}
}
