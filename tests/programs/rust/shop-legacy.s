	.text
	.file	"shop.67f16be1-cgu.0"
	.section	".text._ZN4core3ptr42drop_in_place$LT$shop..Shelf$LT$u8$GT$$GT$17h8a3f09278d28aa2cE","ax",@progbits
	.p2align	4, 0x90
	.type	_ZN4core3ptr42drop_in_place$LT$shop..Shelf$LT$u8$GT$$GT$17h8a3f09278d28aa2cE,@function
_ZN4core3ptr42drop_in_place$LT$shop..Shelf$LT$u8$GT$$GT$17h8a3f09278d28aa2cE:
	pushq	%rbp
	movq	%rsp, %rbp
	popq	%rbp
	retq
.Lfunc_end0:
	.size	_ZN4core3ptr42drop_in_place$LT$shop..Shelf$LT$u8$GT$$GT$17h8a3f09278d28aa2cE, .Lfunc_end0-_ZN4core3ptr42drop_in_place$LT$shop..Shelf$LT$u8$GT$$GT$17h8a3f09278d28aa2cE

	.section	".text._ZN4core3ptr43drop_in_place$LT$shop..Shelf$LT$u32$GT$$GT$17h772c1f2ef72187caE","ax",@progbits
	.p2align	4, 0x90
	.type	_ZN4core3ptr43drop_in_place$LT$shop..Shelf$LT$u32$GT$$GT$17h772c1f2ef72187caE,@function
_ZN4core3ptr43drop_in_place$LT$shop..Shelf$LT$u32$GT$$GT$17h772c1f2ef72187caE:
	pushq	%rbp
	movq	%rsp, %rbp
	popq	%rbp
	retq
.Lfunc_end1:
	.size	_ZN4core3ptr43drop_in_place$LT$shop..Shelf$LT$u32$GT$$GT$17h772c1f2ef72187caE, .Lfunc_end1-_ZN4core3ptr43drop_in_place$LT$shop..Shelf$LT$u32$GT$$GT$17h772c1f2ef72187caE

	.section	".text._ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h14c50a8572ac318cE","ax",@progbits
	.globl	_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h14c50a8572ac318cE
	.p2align	4, 0x90
	.type	_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h14c50a8572ac318cE,@function
_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h14c50a8572ac318cE:
	pushq	%rbp
	movq	%rsp, %rbp
	movl	%edi, %eax
	popq	%rbp
	retq
.Lfunc_end2:
	.size	_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h14c50a8572ac318cE, .Lfunc_end2-_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h14c50a8572ac318cE

	.section	".text._ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h860b66d3e6ea923fE","ax",@progbits
	.globl	_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h860b66d3e6ea923fE
	.p2align	4, 0x90
	.type	_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h860b66d3e6ea923fE,@function
_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h860b66d3e6ea923fE:
	pushq	%rbp
	movq	%rsp, %rbp
	movzbl	%dil, %eax
	popq	%rbp
	retq
.Lfunc_end3:
	.size	_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h860b66d3e6ea923fE, .Lfunc_end3-_ZN50_$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$4into17h860b66d3e6ea923fE

	.section	".text._ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE","ax",@progbits
	.globl	_ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE
	.p2align	4, 0x90
	.type	_ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE,@function
_ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE:
	pushq	%rbp
	movq	%rsp, %rbp
	movl	(%rdi), %edi
	imulq	%rsi, %rdi
	callq	*malloc@GOTPCREL(%rip)
	movb	$1, (%rax)
	popq	%rbp
	retq
.Lfunc_end4:
	.size	_ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE, .Lfunc_end4-_ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE

	.section	".text._ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE","ax",@progbits
	.globl	_ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE
	.p2align	4, 0x90
	.type	_ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE,@function
_ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE:
	pushq	%rbp
	movq	%rsp, %rbp
	movzbl	(%rdi), %edi
	imulq	%rsi, %rdi
	callq	*malloc@GOTPCREL(%rip)
	movb	$1, (%rax)
	popq	%rbp
	retq
.Lfunc_end5:
	.size	_ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE, .Lfunc_end5-_ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE

	.section	".text._ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE","ax",@progbits
	.globl	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE
	.p2align	4, 0x90
	.type	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE,@function
_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE:
	pushq	%rbp
	movq	%rsp, %rbp
	callq	*_ZN4shop14Shelf$LT$T$GT$4take17h9bcc435ee46b2abeE@GOTPCREL(%rip)
	movb	$2, (%rax)
	popq	%rbp
	retq
.Lfunc_end6:
	.size	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE, .Lfunc_end6-_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE

	.section	".text._ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E","ax",@progbits
	.globl	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E
	.p2align	4, 0x90
	.type	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E,@function
_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E:
	pushq	%rbp
	movq	%rsp, %rbp
	callq	*_ZN4shop14Shelf$LT$T$GT$4take17h8f18f271de8d89feE@GOTPCREL(%rip)
	movb	$2, (%rax)
	popq	%rbp
	retq
.Lfunc_end7:
	.size	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E, .Lfunc_end7-_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E

	.section	.text._ZN4shop4till4each17h75f2dfea07633cd2E,"ax",@progbits
	.globl	_ZN4shop4till4each17h75f2dfea07633cd2E
	.p2align	4, 0x90
	.type	_ZN4shop4till4each17h75f2dfea07633cd2E,@function
_ZN4shop4till4each17h75f2dfea07633cd2E:
	.cfi_startproc
	pushq	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset %rbp, -16
	movq	%rsp, %rbp
	.cfi_def_cfa_register %rbp
	pushq	%r15
	pushq	%r14
	pushq	%rbx
	subq	$24, %rsp
	.cfi_offset %rbx, -40
	.cfi_offset %r14, -32
	.cfi_offset %r15, -24
	movq	%rsi, -40(%rbp)
	movq	%rdx, -32(%rbp)
	testq	%rdi, %rdi
	setne	%al
	je	.LBB8_3
	movq	%rdi, %r15
	xorl	%ebx, %ebx
	leaq	-40(%rbp), %r14
	.p2align	4, 0x90
.LBB8_2:
	movzbl	%al, %eax
	andl	$1, %eax
	addq	%rax, %rbx
	movq	%r14, %rdi
	callq	_ZN4shop4till4open28_$u7b$$u7b$closure$u7d$$u7d$17h9ee89c1888008cddE
	movb	$3, (%rax)
	cmpq	%r15, %rbx
	setb	%al
	jb	.LBB8_2
.LBB8_3:
	addq	$24, %rsp
	popq	%rbx
	popq	%r14
	popq	%r15
	popq	%rbp
	.cfi_def_cfa %rsp, 8
	retq
.Lfunc_end8:
	.size	_ZN4shop4till4each17h75f2dfea07633cd2E, .Lfunc_end8-_ZN4shop4till4each17h75f2dfea07633cd2E
	.cfi_endproc

	.section	.text._ZN4shop4till4open17h071f6602813eb9f4E,"ax",@progbits
	.globl	_ZN4shop4till4open17h071f6602813eb9f4E
	.p2align	4, 0x90
	.type	_ZN4shop4till4open17h071f6602813eb9f4E,@function
_ZN4shop4till4open17h071f6602813eb9f4E:
	pushq	%rbp
	movq	%rsp, %rbp
	callq	*_ZN4shop4till4each17h75f2dfea07633cd2E@GOTPCREL(%rip)
	popq	%rbp
	retq
.Lfunc_end9:
	.size	_ZN4shop4till4open17h071f6602813eb9f4E, .Lfunc_end9-_ZN4shop4till4open17h071f6602813eb9f4E

	.section	".text._ZN4shop4till4open28_$u7b$$u7b$closure$u7d$$u7d$17h9ee89c1888008cddE","ax",@progbits
	.p2align	4, 0x90
	.type	_ZN4shop4till4open28_$u7b$$u7b$closure$u7d$$u7d$17h9ee89c1888008cddE,@function
_ZN4shop4till4open28_$u7b$$u7b$closure$u7d$$u7d$17h9ee89c1888008cddE:
	pushq	%rbp
	movq	%rsp, %rbp
	movq	(%rdi), %rax
	movq	8(%rdi), %rcx
	movl	$4, %esi
	movq	%rax, %rdi
	callq	*24(%rcx)
	movb	$4, (%rax)
	popq	%rbp
	retq
.Lfunc_end10:
	.size	_ZN4shop4till4open28_$u7b$$u7b$closure$u7d$$u7d$17h9ee89c1888008cddE, .Lfunc_end10-_ZN4shop4till4open28_$u7b$$u7b$closure$u7d$$u7d$17h9ee89c1888008cddE

	.section	.text.shop_open,"ax",@progbits
	.globl	shop_open
	.p2align	4, 0x90
	.type	shop_open,@function
shop_open:
	pushq	%rbp
	movq	%rsp, %rbp
	pushq	%r14
	pushq	%rbx
	movq	%rdi, %rbx
	leaq	.L__unnamed_1(%rip), %rsi
	leaq	.L__unnamed_2(%rip), %rdx
	movq	_ZN4shop4till4open17h071f6602813eb9f4E@GOTPCREL(%rip), %r14
	callq	*%r14
	leaq	.L__unnamed_3(%rip), %rsi
	leaq	.L__unnamed_4(%rip), %rdx
	movq	%rbx, %rdi
	callq	*%r14
	popq	%rbx
	popq	%r14
	popq	%rbp
	retq
.Lfunc_end11:
	.size	shop_open, .Lfunc_end11-shop_open

	.type	.L__unnamed_1,@object
	.section	.rodata.cst4,"aM",@progbits,4
	.p2align	2
.L__unnamed_1:
	.asciz	"\020\000\000"
	.size	.L__unnamed_1, 4

	.type	.L__unnamed_2,@object
	.section	.data.rel.ro..L__unnamed_2,"aw",@progbits
	.p2align	3
.L__unnamed_2:
	.quad	_ZN4core3ptr43drop_in_place$LT$shop..Shelf$LT$u32$GT$$GT$17h772c1f2ef72187caE
	.asciz	"\004\000\000\000\000\000\000\000\004\000\000\000\000\000\000"
	.quad	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hf4c79ec035fdd677E
	.size	.L__unnamed_2, 32

	.type	.L__unnamed_3,@object
	.section	.rodata..L__unnamed_3,"a",@progbits
.L__unnamed_3:
	.byte	8
	.size	.L__unnamed_3, 1

	.type	.L__unnamed_4,@object
	.section	.data.rel.ro..L__unnamed_4,"aw",@progbits
	.p2align	3
.L__unnamed_4:
	.quad	_ZN4core3ptr42drop_in_place$LT$shop..Shelf$LT$u8$GT$$GT$17h8a3f09278d28aa2cE
	.asciz	"\001\000\000\000\000\000\000\000\001\000\000\000\000\000\000"
	.quad	_ZN51_$LT$shop..Shelf$LT$T$GT$$u20$as$u20$shop..Keep$GT$4keep17hd9a044645408defeE
	.size	.L__unnamed_4, 32

	.section	".note.GNU-stack","",@progbits
