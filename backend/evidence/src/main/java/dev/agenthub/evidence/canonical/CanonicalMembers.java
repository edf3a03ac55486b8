package dev.agenthub.evidence.canonical;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of an object that stands in canonical bytes: each is read when it is asked for, and only few are kept. */
final class CanonicalMembers extends AbstractMap<String, JsonValue> {

    private final CanonicalBytes bytes;
    private volatile @Nullable Map<String, JsonValue> kept;

    /** The object that begins with the first of these bytes. */
    CanonicalMembers(CanonicalBytes bytes) {
        this.bytes = bytes;
    }

    CanonicalBytes bytes() {
        return bytes;
    }

    @Override
    public int size() {
        return bytes.size();
    }

    @Override
    public @Nullable JsonValue get(@Nullable Object name) {
        if (bytes.isSmall()) {
            return few().get(name);
        }
        for (CanonicalBytes.Parts members = bytes.parts(); members.next();) {
            if (members.name().equals(name)) {
                return members.value();
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    private Map<String, JsonValue> few() {
        Map<String, JsonValue> map = kept;
        if (map == null) {
            map = new HashMap<>();
            for (CanonicalBytes.Parts members = bytes.parts(); members.next();) {
                map.put(members.name(), members.value());
            }
            kept = map;
        }
        return map;
    }

    @Override
    public Set<Map.Entry<String, JsonValue>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public Iterator<Map.Entry<String, JsonValue>> iterator() {
                return bytes.parts().iterator(member -> Map.entry(member.name(), member.value()));
            }

            @Override
            public int size() {
                return CanonicalMembers.this.size();
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalMembers members ? bytes.equals(members.bytes) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
