package dev.agenthub.app.ui.approvals.reading;

import java.util.AbstractList;
import java.util.Objects;

/** The numbers of so many rows, from 0, none of them kept. */
final class RowNumbers extends AbstractList<Integer> {
    private final int count;

    RowNumbers(int count) {
        this.count = count;
    }

    @Override
    public Integer get(int index) {
        return Objects.checkIndex(index, count);
    }

    @Override
    public int size() {
        return count;
    }
}
