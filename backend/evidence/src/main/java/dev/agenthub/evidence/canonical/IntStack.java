package dev.agenthub.evidence.canonical;

import java.util.Arrays;

/** Numbers one after the other, for millions of them: in blocks, so that none is copied while more come. */
final class IntStack {

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int FIRST = 16;

    private int[][] blocks = {new int[FIRST]};
    private int size;

    void push(int number) {
        int block = size >> BLOCK_BITS;
        int at = size & (BLOCK - 1);
        if (block == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * block);
        }
        if (blocks[block] == null) {
            blocks[block] = new int[BLOCK];
        } else if (at == blocks[block].length) {
            blocks[block] = Arrays.copyOf(blocks[block], 2 * at);
        }
        blocks[block][at] = number;
        size++;
    }

    int get(int index) {
        return blocks[index >> BLOCK_BITS][index & (BLOCK - 1)];
    }

    int size() {
        return size;
    }

    /** Leaves only the first ones. */
    void cut(int remaining) {
        size = remaining;
    }
}
