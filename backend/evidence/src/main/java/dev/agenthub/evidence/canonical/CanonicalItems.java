package dev.agenthub.evidence.canonical;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The items of an array that stands in canonical bytes: each is read when it is asked for, and only few are kept. */
final class CanonicalItems extends AbstractList<JsonValue> {

    private final CanonicalBytes bytes;
    private volatile @Nullable List<JsonValue> kept;

    /** The array that begins with the first of these bytes. */
    CanonicalItems(CanonicalBytes bytes) {
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
    public JsonValue get(int index) {
        Objects.checkIndex(index, size());
        if (bytes.isSmall()) {
            return few().get(index);
        }
        CanonicalBytes.Parts items = bytes.parts();
        for (int i = 0; i <= index; i++) {
            items.next();
        }
        return items.value();
    }

    private List<JsonValue> few() {
        List<JsonValue> list = kept;
        if (list == null) {
            list = List.of(toArray(new JsonValue[0]));
            kept = list;
        }
        return list;
    }

    @Override
    public Iterator<JsonValue> iterator() {
        List<JsonValue> list = kept;
        return list != null ? list.iterator() : bytes.parts().iterator(CanonicalBytes.Parts::value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalItems items ? bytes.equals(items.bytes) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
