package dev.agenthub.server.cluster;

import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Leases on work that one backend at a time does for an organization. They are rows, so that
 * they end with a transaction or by the database's clock, not with a connection. Thread-safe.
 */
public final class Leases {

    private final BackendInstance instance;

    public Leases(BackendInstance instance) {
        this.instance = instance;
    }

    /** Takes or prolongs the lease for this length; false where another process holds it. */
    public boolean take(Handle handle, UUID org, String name, Duration length) {
        if (instance.alone()) {
            return true;
        }
        boolean kept = handle.createQuery("""
                select exists (select from hub.lease
                                where org_id = :org and name = :name and owner = :owner
                                  and lease_until > clock_timestamp() + make_interval(secs => :half))
                """)
                .bind("org", org).bind("name", name).bind("owner", instance.process())
                .bind("half", length.toMillis() / 2_000.0)
                .mapTo(Boolean.class).one();
        return kept || handle.createUpdate("""
                insert into hub.lease as l (org_id, name, owner, lease_until)
                values (:org, :name, :owner, clock_timestamp() + make_interval(secs => :length))
                on conflict (org_id, name) do update set owner = excluded.owner, lease_until = excluded.lease_until
                 where l.owner = excluded.owner or l.lease_until < clock_timestamp()
                """)
                .bind("org", org).bind("name", name).bind("owner", instance.process())
                .bind("length", length.toMillis() / 1_000.0)
                .execute() == 1;
    }
}
