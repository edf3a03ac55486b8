package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.server.folder.DataFolder;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Lets one thread at a time, of all backends, sign an organization's checkpoints, and only backends that share the signer's state file.
 *
 * <p>The lock is in the folder with the state file, out of the database's reach. The database records which
 * folder that is, which prevents operators' mistakes; it does not protect against a hostile administrator.
 */
final class SignerLock {
    private static final String IDENTITY = "signer.id";
    private static final int IDENTITY_LENGTH = 16;

    private final DataFolder folder;
    private final UUID signer;

    SignerLock(DataFolder folder) {
        this.folder = folder;
        String hex = HexFormat.of().formatHex(folder.secret(IDENTITY, IDENTITY_LENGTH).bytes());
        this.signer = UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    <T> T take(UUID org, Supplier<T> work) {
        return folder.alone("signer-" + org, work);
    }

    /**
     * Makes this folder the organization's only signer, if it has none yet.
     *
     * @throws CheckpointRefusedException CHECKPOINT_SIGNER_ELSEWHERE where another folder is
     */
    void requireOnlySigner(Handle handle, UUID org) {
        handle.createUpdate(
                "insert into hub.checkpoint_signer (org_id, signer) values (:org, :signer) on conflict do nothing")
                .bind("org", org).bind("signer", signer).execute();
        UUID only = handle.createQuery("select signer from hub.checkpoint_signer where org_id = :org")
                .bind("org", org).mapTo(UUID.class).one();
        if (!only.equals(signer)) {
            throw new CheckpointRefusedException("CHECKPOINT_SIGNER_ELSEWHERE",
                    "Another data folder remembers the checkpoints of this log; let this backend share that one");
        }
    }
}
