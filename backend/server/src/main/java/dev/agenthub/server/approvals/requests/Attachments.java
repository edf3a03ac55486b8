package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.Attachment;
import dev.agenthub.server.common.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads and writes the rows of requests' attached files. */
public final class Attachments {
    /** Reads the files of the request {@code :request} of {@code :org} for {@link #attachment}. */
    public static final String LIST = """
            select position, name, media_type, sha256, size from request_attachment
             where org_id = :org and request_id = :request order by position
            """;
    private static final String INSERT = """
            insert into request_attachment (org_id, request_id, position, name, media_type, sha256, size, content)
            values (:org, :request, :position, :name, :mediaType, :sha256, :size, :content)
            """;

    private Attachments() {}

    /** Stores the files of a request that this transaction inserted. */
    public static void insert(Handle handle, UUID org, UUID request, List<AttachedFile> files) {
        for (int position = 0; position < files.size(); position++) {
            AttachedFile file = files.get(position);
            handle.createUpdate(INSERT)
                    .bind("org", org).bind("request", request).bind("position", position).bind("name", file.name())
                    .bind("mediaType", file.mediaType()).bind("sha256", file.sha256().toByteArray())
                    .bind("size", file.content().size()).bind("content", file.content().toByteArray()).execute();
        }
    }

    /** The API's view of a request's files. */
    public static List<Attachment> list(Handle handle, UUID org, UUID request) {
        return handle.createQuery(LIST).bind("org", org).bind("request", request)
                .map((row, _) -> attachment(row)).list();
    }

    /** Reads a row of {@link #LIST}. */
    public static Attachment attachment(ResultSet row) throws SQLException {
        return new Attachment(row.getInt("position"), row.getString("name"), row.getString("media_type"),
                Rows.hash(row, "sha256").hex(), row.getInt("size"));
    }

    /** A request's files, with digests computed from the stored bytes now. */
    public static List<AttachedFile> read(Handle handle, UUID org, UUID request) {
        return handle.createQuery("""
                select name, media_type, content from request_attachment
                 where org_id = :org and request_id = :request order by position
                """)
                .bind("org", org).bind("request", request)
                .map((row, _) -> AttachedFile.of(row.getString("name"), row.getString("media_type"),
                        row.getBytes("content")))
                .list();
    }

    /** The bytes of one file. */
    public static Optional<byte[]> content(Handle handle, UUID org, UUID request, int position) {
        return handle.createQuery("""
                select content from request_attachment
                 where org_id = :org and request_id = :request and position = :position
                """)
                .bind("org", org).bind("request", request).bind("position", position).mapTo(byte[].class).findOne();
    }
}
