package dev.agenthub.server.connectors.vault;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts again what was encrypted with an earlier master key, row by row, while calls go on; then deletes the earlier keys. Thread-safe.
 */
public final class VaultRotation {
    private static final Logger LOG = LoggerFactory.getLogger(VaultRotation.class);
    private static final int AT_ONCE = 100;

    private final OrgTransactions transactions;
    private final CredentialVault vault;
    private final InstantSource clock;

    /** A column of encrypted credentials, with the place of its values. */
    private enum Sealed {
        TOKEN("connection", "sealed_token", "id", "version", Use.TOKEN),
        REFRESH("connection", "sealed_refresh", "id", "version", Use.REFRESH),
        CLIENT("connector_client", "sealed_secret", "id", "1", Use.CLIENT),
        RETIRED_TOKEN("token_revocation", "sealed_token", "connection_id", "version", Use.TOKEN),
        RETIRED_REFRESH("token_revocation", "sealed_refresh", "connection_id", "version", Use.REFRESH);

        private final String select;
        private final String update;
        private final Use use;

        Sealed(String table, String column, String owner, String version, Use use) {
            this.select = "select id, workspace_id, " + owner + " as owner, " + version + " as version, " + column
                    + " as sealed from " + table + " where org_id = :org and substring(" + column
                    + " from 2 for 8) <> :key limit :most";
            this.update = "update " + table + " set " + column + " = :anew where org_id = :org and id = :id and "
                    + column + " = :before";
            this.use = use;
        }
    }

    private record Row(UUID id, Place place, ByteString sealed) {}

    public VaultRotation(OrgTransactions transactions, CredentialVault vault, InstantSource clock) {
        this.transactions = transactions;
        this.vault = vault;
        this.clock = clock;
    }

    /** Encrypts again what is due. Called periodically, with every organization. */
    public void sweep(Collection<UUID> organizations) {
        vault.reload();
        if (!vault.hasEarlier()) {
            return;
        }
        boolean done = true;
        for (UUID org : organizations) {
            done &= transactions.call(OrgContext.system(org), handle -> sealAnew(handle, org));
        }
        if (done) {
            vault.forgetEarlier(clock.instant());
        }
    }

    private boolean sealAnew(Handle handle, UUID org) {
        boolean done = true;
        for (Sealed kind : Sealed.values()) {
            List<Row> rows = handle.createQuery(kind.select).bind("org", org).bind("key", vault.currentId())
                    .bind("most", AT_ONCE)
                    .map((row, _) -> new Row(Rows.uuid(row, "id"),
                            new Place(org, Rows.uuid(row, "workspace_id"), Rows.uuid(row, "owner"),
                                    row.getInt("version"), kind.use),
                            ByteString.of(row.getBytes("sealed"))))
                    .list();
            done &= rows.size() < AT_ONCE;
            for (Row row : rows) {
                done &= sealAnew(handle, org, kind, row);
            }
        }
        return done;
    }

    private boolean sealAnew(Handle handle, UUID org, Sealed kind, Row row) {
        try {
            byte[] anew = vault.seal(row.place(), vault.open(row.place(), row.sealed().toByteArray()));
            // A value that changed meanwhile was encrypted with the new key, or is found by the next sweep.
            handle.createUpdate(kind.update).bind("org", org).bind("id", row.id()).bind("anew", anew)
                    .bind("before", row.sealed().toByteArray()).execute();
            return true;
        } catch (CredentialSealedException e) {
            LOG.error("A sealed credential of {} can't be opened, so the earlier keys stay", row.place().owner(), e);
            return false;
        }
    }
}
