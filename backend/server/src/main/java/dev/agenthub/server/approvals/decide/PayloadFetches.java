package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.PayloadFetch;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.Rows;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Records who fetched which payload, each time with a new challenge that the fetcher's decision must contain. */
public final class PayloadFetches {

    private static final int CHALLENGE_BYTES = 32;

    private PayloadFetches() {}

    /** Records a fetch and returns its challenge in base64url. */
    public static String record(Handle handle, UUID org, UUID request, UUID member, Instant now) {
        byte[] challenge = Ids.randomBytes(CHALLENGE_BYTES);
        handle.createUpdate("""
                insert into payload_fetch (org_id, request_id, member_id, challenge_hash, fetched_at)
                values (:org, :request, :member, :hash, :now)
                """)
                .bind("org", org).bind("request", request).bind("member", member)
                .bind("hash", Hash.sha256(challenge).bytes())
                .bind("now", now).execute();
        return Ids.base64Url(challenge);
    }

    /** The recorded fetches of a request's payload, oldest first, as far as row-level security shows them. */
    public static List<PayloadFetch> of(Handle handle, UUID org, UUID request) {
        return handle.createQuery("""
                select f.member_id, m.name, min(f.fetched_at) as at
                  from payload_fetch f join member m on m.org_id = f.org_id and m.id = f.member_id
                 where f.org_id = :org and f.request_id = :request
                 group by f.member_id, m.name order by at limit :most
                """).bind("org", org).bind("request", request).bind("most", RequestHistory.MOST_FETCHES)
                .map((row, _) -> new PayloadFetch(Rows.uuid(row, "member_id"), row.getString("name"),
                        Rows.instant(row, "at")))
                .list();
    }

    /** The hash by which a challenge is kept; null for any spelling but the one in which it was handed out. */
    static @Nullable Hash hash(String challenge) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(challenge);
            return bytes.length == CHALLENGE_BYTES && Ids.base64Url(bytes).equals(challenge)
                    ? Hash.sha256(bytes)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
