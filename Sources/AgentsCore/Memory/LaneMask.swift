#if arch(x86_64)
    internal import _Builtin_intrinsics.intel.sse2
#endif

/// The result of comparing sixteen bytes, as one number.
enum LaneMask {
    /// One bit for each lane, the first one lowest.
    @inline(__always)
    static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt32 {
        #if arch(x86_64)
            return unsafe UInt32(bitPattern: _mm_movemask_epi8(unsafeBitCast(mask, to: SIMD2<Int64>.self)))
        #else
            return portableBits(mask)
        #endif
    }

    /// The same on processors without an instruction for it.
    @inline(__always)
    static func portableBits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt32 {
        let words = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return collect(words[0]) | collect(words[1]) << 8
    }

    /// One bit for each byte, all of whose bits are alike.
    @inline(__always)
    private static func collect(_ word: UInt64) -> UInt32 {
        // Each byte keeps another bit, and the product gathers them in the top byte.
        UInt32(truncatingIfNeeded: ((word & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) >> 56)
    }
}
