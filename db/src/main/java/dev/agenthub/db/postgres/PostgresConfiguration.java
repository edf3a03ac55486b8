package dev.agenthub.db.postgres;

import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The configuration of the embedded server, written anew at each start: loopback and passwords only, nothing of a
 * statement or its parameters in the log, and every commit on disk before it is answered.
 */
final class PostgresConfiguration {
    private static final String SERVER = """
            # Written by AgentHub at each start.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            max_connections = 40
            superuser_reserved_connections = 3
            shared_buffers = '64MB'
            huge_pages = off
            jit = off
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            wal_level = minimal
            max_wal_senders = 0
            max_logical_replication_workers = 0
            min_wal_size = '32MB'
            max_wal_size = '256MB'
            max_prepared_transactions = 0
            idle_in_transaction_session_timeout = '60s'
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            logging_collector = off
            log_min_messages = warning
            log_min_error_statement = panic
            log_statement = 'none'
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """;

    private static final String ACCESS = """
            # Written by AgentHub at each start.
            # type database          user                            address       method
            host   agenthub,postgres hub_admin                       127.0.0.1/32  scram-sha-256
            host   agenthub          hub_owner,hub_app               127.0.0.1/32  scram-sha-256
            """;

    private PostgresConfiguration() {}

    static void write(Path cluster, ProgramUser user) throws IOException {
        replace(cluster.resolve("postgresql.conf"), SERVER, user);
        replace(cluster.resolve("pg_hba.conf"), ACCESS, user);
    }

    /** Written beside the cluster: within it, whoever owns it could lead what we write somewhere else. */
    private static void replace(Path file, String text, ProgramUser user) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Path fresh = file.resolveSibling("../new-" + file.getFileName()).normalize();
            Files.deleteIfExists(fresh);
            DurableFile.createPrivately(fresh, text);
            user.own(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
